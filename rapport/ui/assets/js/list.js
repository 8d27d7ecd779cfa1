// Lists: j and k move, Enter or o opens, x selects, e edits; the foot tells what is selected.
import { isTyping, keysAct, modalOpen, token, word } from './page.js';

const list = () => document.querySelector('#main [data-list]');
const rows = () => [...(list()?.querySelectorAll('[data-row]') ?? [])];
const box = (row) => row.querySelector('.pick input');
const current = () => list()?.querySelector('[data-current]') ?? rows().find((row) => row.contains(document.activeElement));

function show() {
  const all = rows();
  const picked = all.filter((row) => box(row)?.checked);
  for (const row of all) row.toggleAttribute('aria-selected', false);
  for (const row of picked) row.setAttribute('aria-selected', 'true');
  const head = list()?.querySelector('[data-select-all]');
  if (head) {
    head.checked = picked.length > 0 && picked.length === all.length;
    head.indeterminate = picked.length > 0 && picked.length < all.length;
  }
  const foot = document.querySelector('[data-bulk]');
  if (!foot) return;
  foot.querySelector('.r-bulk').hidden = picked.length === 0;
  foot.toggleAttribute('data-busy', picked.length > 0);
  const whole = foot.querySelector('[data-all]');
  if (whole.value && picked.length === all.length) return; // all that match are still meant
  whole.value = '';
  foot.querySelector('[data-selected]').textContent = word('selected', { n: picked.length });
  const every = foot.querySelector('[data-select-every]');
  const count = document.querySelector('#main [data-count]')?.dataset.count; // asked for after the page is there
  if (!every) return;
  every.hidden = false;
  if (count) every.querySelector('span').textContent = word('select_every', { n: count });
}

function select(which, on) {
  for (const row of which) if (box(row)) box(row).checked = on;
  show();
}

let last = null;
document.addEventListener('click', (event) => {
  const { target } = event;
  if (target.matches('[data-select-all]')) return select(rows(), target.checked);
  if (target.closest('[data-clear]')) return select(rows(), false);
  const every = target.closest('[data-select-every]');
  if (every) {
    select(rows(), true);
    const foot = every.closest('[data-bulk]');
    foot.querySelector('[data-all]').value = every.dataset.selectEvery;
    foot.querySelector('[data-selected]').textContent = every.textContent.trim();
    every.hidden = true;
    return;
  }
  const row = target.closest('[data-row]');
  if (!row) return;
  if (target === box(row)) {
    const all = rows();
    const [from, to] = [all.indexOf(last), all.indexOf(row)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) select(all.slice(from, to + 1), target.checked);
    last = row;
    show();
  } else if (target.closest('.pick')) box(row)?.click(); // beside the box is meant for it, not for the record
  else if (!target.closest('a, button, input, label, select, [data-edit]') && !String(getSelection())) follow(row, event);
});

function follow(row, event) {
  const link = row.querySelector('.main a');
  const address = row.dataset.href ?? link?.href;
  if (!address) return;
  if (event.ctrlKey || event.metaKey) window.open(address, '_blank', 'noopener');
  else if (link) link.click();
  else location.assign(address);
}

function go(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  current()?.removeAttribute('data-current');
  next.setAttribute('data-current', '');
  next.scrollIntoView({ block: 'nearest' });
  next.querySelector('.main :is(a, button)')?.focus({ preventScroll: true });
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || modalOpen() || !list()) return;
  if (event.target.closest?.('[data-popover]') || (event.key.length === 1 && !keysAct())) return;
  const row = current();
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'j') go(1);
  else if (key === 'k') go(row ? -1 : 0);
  else if (key === 'Escape' && rows().some((one) => box(one)?.checked)) select(rows(), false);
  else if (!row) return;
  else if (key === 'x' && !event.shiftKey && row.querySelector('[data-row-x]')) row.querySelector('[data-row-x]').click();
  else if (key === 'x' && box(row)) select([row], !box(row).checked);
  else if (key === 'o') follow(row, event);
  else if (key === 'Enter' && event.target === document.body) follow(row, event);
  else if (key === 'e') row.querySelector('[data-row-edit], [data-edit]')?.click();
  else return;
  event.preventDefault();
});

// The height of the rows: shown at once, kept with the user by the server.
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-density-switch] button');
  if (!button) return;
  const { url } = button.parentElement.dataset;
  document.querySelectorAll('#main [data-density]').forEach((one) => one.setAttribute('data-density', button.value));
  button.parentElement.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
  if (url) fetch(url, { method: 'POST', headers: { 'X-CSRFToken': token() }, body: new URLSearchParams({ density: button.value }) });
});

const start = () => list() && show();
document.addEventListener('htmx:afterSettle', start);
addEventListener('pageshow', start);
