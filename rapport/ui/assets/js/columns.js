// The columns of a list, arranged in the head: moved, hidden, frozen by its menu, made wider by dragging its edge or the arrow keys.
// What was arranged goes into the address: ?cols=name,city.120&frozen=1.
const STEP = 16;
const [LEAST, MOST] = [48, 1200];
const grid = () => document.querySelector('#main table[data-columns]');
const columns = (table) => [...table.querySelectorAll('col[data-column]')];
const heads = (table) => [...table.querySelectorAll('th[data-column]')];

function show(names, frozen) {
  const address = new URL(location);
  address.searchParams.set('cols', names.join(','));
  if (frozen) address.searchParams.set('frozen', frozen);
  else address.searchParams.delete('frozen');
  location.assign(address);
}

const written = (column) => (column.dataset.wide ? `${column.dataset.column}.${column.dataset.wide}` : column.dataset.column);

document.addEventListener('click', ({ target }) => {
  const item = target.closest('[data-arrange]');
  if (!item) return;
  const table = grid();
  const all = columns(table);
  const at = all.findIndex((one) => one.dataset.column === item.dataset.of);
  const names = all.map(written);
  let frozen = Number(table.dataset.frozen);
  const { arrange } = item.dataset;
  if (arrange === 'hide') {
    names.splice(at, 1);
    if (at < frozen) frozen -= 1;
  } else if (arrange === 'freeze') frozen = frozen === at + 1 ? 0 : at + 1;
  else names.splice(at + Number(arrange), 0, names.splice(at, 1)[0]);
  show(names, frozen);
});

function widen(column, width) {
  const wide = Math.round(Math.min(MOST, Math.max(LEAST, width)));
  column.setAttribute('width', wide);
  column.dataset.wide = wide;
  freeze();
}

const keep = (table) => {
  const address = new URL(location);
  address.searchParams.set('cols', columns(table).map(written).join(','));
  history.replaceState(history.state, '', address);
  document.dispatchEvent(new CustomEvent('rapport:arranged', { detail: { cols: address.searchParams.get('cols') } }));
};

function edge(target) {
  const handle = target.closest?.('[data-widen]');
  const table = handle && grid();
  return handle && { handle, table, column: columns(table).find((one) => one.dataset.column === handle.dataset.widen) };
}

document.addEventListener('pointerdown', (event) => {
  const found = edge(event.target);
  if (!found || event.button) return;
  event.preventDefault();
  const { handle, table, column } = found;
  const [from, width] = [event.clientX, handle.closest('th').offsetWidth];
  const follow = ({ clientX }) => widen(column, width + clientX - from);
  const end = () => {
    handle.removeEventListener('pointermove', follow);
    if (column.dataset.wide) keep(table);
  };
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener('pointermove', follow);
  handle.addEventListener('pointerup', end, { once: true });
  handle.addEventListener('pointercancel', end, { once: true });
});

document.addEventListener('keydown', (event) => {
  const found = ['ArrowLeft', 'ArrowRight'].includes(event.key) && edge(event.target);
  if (!found) return;
  event.preventDefault();
  widen(found.column, found.handle.closest('th').offsetWidth + (event.key === 'ArrowLeft' ? -STEP : STEP));
  found.handle.setAttribute('aria-valuenow', found.column.dataset.wide);
  keep(found.table);
});

// Links and forms of this page were drawn before the width changed: they take it with them.
document.addEventListener('rapport:arranged', ({ detail }) => {
  for (const link of document.querySelectorAll('#main a[href^="?"], #main a[href*="/lists/"]')) {
    const address = new URL(link.href, location);
    address.searchParams.set('cols', detail.cols);
    link.setAttribute('href', address.pathname === location.pathname ? address.search : address.pathname + address.search);
    if (link.hasAttribute('hx-get')) link.setAttribute('hx-get', link.getAttribute('href'));
  }
});

// Frozen columns stay at the left: each begins where the one before it ends.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
function freeze() {
  const table = grid();
  const count = Number(table?.dataset.frozen ?? 0);
  const first = table ? [...table.querySelectorAll('thead th')].indexOf(heads(table)[0]) : 0;
  let left = 0;
  let rules = '';
  for (const [place, head] of [...(count ? table.querySelectorAll('thead th') : [])].slice(0, first + count).entries()) {
    rules += `#${table.id} :is(td, th):nth-child(${place + 1}) { position: sticky; left: ${left}px; z-index: 1; }`;
    rules += `#${table.id} thead th:nth-child(${place + 1}) { z-index: 3; }`;
    left += head.offsetWidth;
  }
  sheet.replaceSync(rules && `@media (min-width: 720px) { ${rules} }`);
}
addEventListener('resize', freeze);
document.addEventListener('htmx:afterSettle', freeze);
freeze();
