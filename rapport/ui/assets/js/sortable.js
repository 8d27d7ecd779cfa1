// Things in an order of one's own: dragged by their grip, moved by the buttons, or by Alt and an arrow key.
// Lists of one form (or of one data-sortable-group in it) with a key give things to each other, by dragging or by the
// select that names the list.
const rowOf = (element) => element.closest?.('[data-sortable-row]');

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  row.scrollIntoView({ block: 'nearest' });
  row.dispatchEvent(new Event('input', { bubbles: true }));
}

// Put the row where its select says; the select says where the row is.
function give(row, list) {
  list.append(row);
  const where = row.querySelector('[data-sortable-where]');
  if (where) where.value = list.dataset.sortableKey;
}

// The list under the pointer, if it may have the row: an empty one is entered by coming near.
function listAt(list, y) {
  if (!list.dataset.sortableKey) return list;
  const all = [...list.closest('[data-sortable-group], form').querySelectorAll('[data-sortable-key]')];
  return all.findLast((one) => (one.previousElementSibling ?? one).getBoundingClientRect().top <= y) ?? all[0];
}

document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-sortable-where]')) return;
  const row = rowOf(target);
  give(row, target.form.querySelector(`[data-sortable-key="${CSS.escape(target.value)}"]`));
  row.scrollIntoView({ block: 'nearest' });
  target.focus();
});

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-sortable-move]');
  if (!button) return;
  move(rowOf(button), Number(button.dataset.sortableMove));
  button.focus();
});

document.addEventListener('keydown', (event) => {
  const row = rowOf(event.target);
  if (!row || !event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  move(row, event.key === 'ArrowUp' ? -1 : 1);
  event.target.focus();
});

document.addEventListener('pointerdown', (event) => {
  const grip = event.target.closest?.('[data-sortable-grip]');
  if (!grip || event.button) return;
  event.preventDefault();
  const row = rowOf(grip);
  let list = row.parentElement;
  row.setAttribute('data-dragged', '');
  grip.setPointerCapture(event.pointerId);
  const follow = ({ clientY }) => {
    const other = listAt(list, clientY);
    if (other !== list) {
      give(row, other);
      list = other;
    }
    const over = [...list.children].find((one) => one !== row && clientY < one.getBoundingClientRect().bottom);
    if (!over) list.append(row);
    else if (clientY < over.getBoundingClientRect().top + over.offsetHeight / 2) over.before(row);
    else over.after(row);
  };
  const end = () => {
    row.removeAttribute('data-dragged');
    row.dispatchEvent(new Event('input', { bubbles: true }));
    grip.removeEventListener('pointermove', follow);
  };
  grip.addEventListener('pointermove', follow);
  grip.addEventListener('pointerup', end, { once: true });
  grip.addEventListener('pointercancel', end, { once: true });
});
