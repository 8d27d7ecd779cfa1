// The focus stays where it was when the part of the page around it is drawn anew, and goes back to where a dialog was asked for.
import { modalOpen } from './page.js';

let place = null;
let nth = -1;

const stops = () => [...document.querySelectorAll('#main :is(a[href], button, input, select, textarea, summary, [tabindex="0"])')].filter((one) => !one.disabled && one.checkVisibility());

// The element itself, or what replaced it since.
function same(one) {
  if (one.isConnected && one.checkVisibility()) return one;
  const name = ['id', 'popovertarget', 'hx-get', 'href'].find((key) => one.hasAttribute(key));
  return name && [...document.querySelectorAll(`[${name}="${CSS.escape(one.getAttribute(name))}"]`)].find((found) => found.checkVisibility());
}

// Nothing has it, or what has it is gone from sight.
const isLost = (at = document.activeElement) => !at || at === document.body || !at.checkVisibility();

function goBack() {
  if (place && !modalOpen() && isLost()) (same(place) ?? neighbour())?.focus({ preventScroll: true });
}

// It is gone, as a task that is done: what stands where it stood.
const neighbour = () => (nth < 0 ? null : (stops()[nth] ?? stops().at(-1)));

// A dialog was asked for by a button, or by an item of a menu, which is shut by then: its button stands for it.
export function askedBy(one) {
  place = one && (document.querySelector(`[popovertarget="${one.closest('[popover]')?.id}"]`) ?? one);
  nth = -1;
}

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const at = document.activeElement;
  const stays = detail.requestConfig?.elt.contains(at) && detail.requestConfig.elt.getAttribute('hx-swap') === 'around';
  if (at !== document.body && !stays && !modalOpen() && detail.target?.contains(at)) [place, nth] = [at, stops().indexOf(at)];
});
document.addEventListener('htmx:afterSettle', goBack);
document.getElementById('dialog')?.addEventListener('close', goBack);
for (const moved of ['pointerdown', 'focusin']) document.addEventListener(moved, () => modalOpen() || (place = null)); // one went on by oneself
