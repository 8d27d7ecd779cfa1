// Boards and calendars: a card is moved to another lane or day by dragging it, by its menu, or by Alt and an arrow key. Its value is saved
// by the same address that edits the field in place; what is refused goes back to where it was.
import htmx from './htmx.js';
import { opener } from './menu.js';
import { say, word } from './page.js';

const board = () => document.querySelector('[data-board][data-move-at]');
const laneOf = (element) => element?.closest?.('[data-lane]');
const cardOf = (element) => element?.closest?.('[data-board] [data-movable]');
const lanes = () => [...document.querySelectorAll('[data-lane]')];
const beside = (card, step) => lanes()[lanes().indexOf(laneOf(card)) + step];

// A calendar has a week below each other: up and down are a week.
function steps() {
  const week = Number(board().dataset.week);
  return { ArrowLeft: -1, ArrowRight: 1, ...(week && { ArrowUp: -week, ArrowDown: week }) };
}
const title = (lane) => lane.getAttribute('aria-label');

function put(card, lane, before) {
  const cards = lane.querySelector('.r-tiles');
  cards.insertBefore(card, before ?? cards.firstElementChild);
}

// The field's own little form says why; there is no field to show it at.
function tell(answer) {
  const why = new DOMParser().parseFromString(answer, 'text/html').querySelector('.r-wrong')?.textContent.trim();
  if (why) document.dispatchEvent(new CustomEvent('rapport:toast', { detail: { text: why, level: 'info' } }));
}

function move(card, lane) {
  const from = laneOf(card);
  if (!lane || !from || lane === from) return;
  const [{ moveAt, moveAs }, next] = [board().dataset, card.nextElementSibling];
  put(card, lane);
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  card.addEventListener('htmx:afterRequest', ({ detail }) => {
    if (detail.xhr.status && detail.xhr.status < 400) {
      say(word('moved', { name: card.querySelector('h3 a').textContent, lane: title(lane) }));
      htmx.trigger('[data-counts]', 'refresh');
    } else {
      put(card, from, next);
      tell(detail.xhr.responseText);
    }
  }, { once: true });
  const values = { [moveAs]: lane.dataset.lane, before: from.dataset.lane, version: card.dataset.version };
  htmx.ajax('POST', moveAt.replace('{id}', card.dataset.row), { source: card, swap: 'none', values });
}

// The answer names the lanes that hold something.
document.addEventListener('htmx:beforeSwap', ({ target }) => {
  if (target.matches?.('[data-counts]')) document.querySelectorAll('[data-lane] header .n').forEach((count) => { count.textContent = ''; });
});

// by keys and by the menu
document.addEventListener('keydown', (event) => {
  const card = cardOf(event.target);
  if (!card || !board() || !event.altKey || !(event.key in steps())) return;
  event.preventDefault(); // else the browser goes back a page
  move(card, beside(card, steps()[event.key]));
  card.querySelector('h3 a').focus();
});

document.addEventListener('click', ({ target }) => {
  const item = target.closest('[data-move-to], [data-move-by]');
  if (!item) return;
  const menu = item.closest('[popover]');
  const card = cardOf(opener(menu));
  menu.hidePopover();
  const { moveTo, moveBy } = item.dataset;
  if (card) move(card, moveBy ? beside(card, Number(moveBy)) : lanes().find((lane) => lane.dataset.lane === moveTo));
  card?.querySelector('h3 a').focus();
});

// by dragging: at once with a mouse, after a moment's rest with a finger, for else it scrolls
const rest = 300;
const enough = 5;
let drag = null;

function begin(event, card) {
  const at = card.getBoundingClientRect();
  const shown = card.cloneNode(true);
  shown.classList.add('is-dragged');
  shown.removeAttribute('data-row');
  document.body.append(shown);
  shown.style.width = `${at.width}px`;
  card.classList.add('is-ghost');
  drag = { card, shown, dx: event.clientX - at.left, dy: event.clientY - at.top };
  follow(event);
}

function follow({ clientX, clientY }) {
  drag.shown.style.left = `${clientX - drag.dx}px`;
  drag.shown.style.top = `${clientY - drag.dy}px`;
  drag.lane?.classList.remove('is-target');
  drag.lane = laneOf(document.elementFromPoint(clientX, clientY));
  drag.lane?.classList.add('is-target');
  const box = board().getBoundingClientRect();
  if (clientX > box.right - 40) board().scrollLeft += 12;
  else if (clientX < box.left + 40) board().scrollLeft -= 12;
}

function end(dropped) {
  const { card, shown, lane } = drag;
  drag = null;
  shown.remove();
  card.classList.remove('is-ghost');
  lane?.classList.remove('is-target');
  if (dropped) move(card, lane);
}

function swallow(click) {
  click.preventDefault();
  click.stopPropagation();
}

document.addEventListener('pointerdown', (event) => {
  const card = cardOf(event.target);
  if (!card || !board() || event.button || event.target.closest('button')) return;
  const [x, y] = [event.clientX, event.clientY];
  const wait = event.pointerType === 'mouse' ? null : setTimeout(() => begin(event, card), rest);
  const track = (now) => {
    if (drag) follow(now);
    else if (Math.hypot(now.clientX - x, now.clientY - y) < enough) return;
    else if (wait) stop();
    else begin(now, card);
  };
  const hold = (touch) => drag && touch.preventDefault();
  const stop = (now) => {
    clearTimeout(wait);
    document.removeEventListener('pointermove', track);
    document.removeEventListener('touchmove', hold);
    document.removeEventListener('keydown', escape, true);
    if (!drag) return;
    end(now?.type === 'pointerup');
    addEventListener('click', swallow, true); // the click that ends a drag is none
    setTimeout(() => removeEventListener('click', swallow, true), 50);
  };
  const escape = (key) => key.key === 'Escape' && drag && stop();
  document.addEventListener('pointermove', track);
  document.addEventListener('touchmove', hold, { passive: false });
  document.addEventListener('keydown', escape, true);
  document.addEventListener('pointerup', stop, { once: true });
  document.addEventListener('pointercancel', stop, { once: true });
});
document.addEventListener('dragstart', (event) => cardOf(event.target) && event.preventDefault());
