// Cells of a list are edited where they stand: a click, or in the current row the arrow keys choose one and e or F2 opens it.
import htmx from './htmx.js';
import { isTyping, modalOpen } from './page.js';

// What stands under a column that can be edited; its address comes with the column, the key with the row.
function place(cell) {
  const row = cell?.closest('[data-row]');
  const column = row?.closest('table[data-columns]')?.querySelector('colgroup').children[cell.cellIndex];
  return column?.dataset.editAt?.replace('{id}', row.dataset.row);
}

const editable = (row) => [...(row?.cells ?? [])].filter(place);
const current = () => document.querySelector('table[data-columns] [data-current]');

// A row that is about to be drawn anew, or being drawn, is waited for.
let drawn = Promise.resolve();
const pause = () => new Promise((go) => { setTimeout(go, 20); });
const settled = () => (document.querySelector('table[data-columns] td [data-edit]') ? pause().then(settled) : drawn);

const chosen = (row) => row?.querySelector('[data-chosen]');

function open(cell) {
  if (!cell || cell.querySelector('[data-editing]')) return;
  cell.closest('table').querySelectorAll('[data-chosen]').forEach((one) => one.removeAttribute('data-chosen'));
  cell.setAttribute('data-chosen', '');
  htmx.ajax('GET', place(cell), { source: cell, target: cell, swap: 'innerHTML' });
}

document.addEventListener('click', (event) => {
  const cell = event.target.closest?.('table[data-columns] td');
  if (!cell || !place(cell) || event.ctrlKey || event.metaKey || String(getSelection())) return;
  if (event.target.closest('a, button, input, label, select')) return;
  event.stopPropagation(); // elsewhere in the row a click opens the record
  open(cell);
}, true);

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || modalOpen()) return;
  const row = current();
  const cells = editable(row);
  if (!cells.length || event.target.closest?.('[data-popover], [data-widen]')) return;
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    const at = cells.indexOf(chosen(row));
    const next = cells[Math.min(cells.length - 1, Math.max(0, at + (event.key === 'ArrowLeft' ? -1 : 1)))];
    chosen(row)?.removeAttribute('data-chosen');
    next.setAttribute('data-chosen', '');
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  } else if (event.key.toLowerCase() === 'e' || event.key === 'F2') settled().then(() => open(chosen(current()) ?? editable(current())[0]));
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// Saved or taken back: the row is drawn anew, for other cells may say something else now.
document.addEventListener('htmx:load', ({ target }) => {
  const cell = target.matches?.('[data-edit]') && target.closest('table[data-columns] td');
  if (cell) drawn = draw(cell);
});

async function draw(cell) {
  const row = cell.closest('[data-row]');
  const answer = await fetch(location.href, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector(`[data-row="${CSS.escape(row.dataset.row)}"]`);
  if (!fresh) return row.remove(); // it is no longer one of this list
  const [isCurrent, isPicked, at] = [row.hasAttribute('data-current'), row.querySelector('.pick input')?.checked, (chosen(row) ?? cell).cellIndex];
  row.replaceWith(fresh);
  htmx.process(fresh);
  fresh.toggleAttribute('data-current', isCurrent);
  fresh.cells[at].setAttribute('data-chosen', '');
  if (isPicked) fresh.querySelector('.pick input').click();
  if (document.activeElement === document.body) fresh.querySelector('.main a')?.focus({ preventScroll: true });
}
