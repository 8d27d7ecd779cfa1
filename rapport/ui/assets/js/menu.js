// Menus are popovers: the browser opens and closes them; here they find their place and their arrow keys.
import { isTyping, menuOpen } from './page.js';

const gap = 4;
const items = (menu) => [...menu.querySelectorAll('.dropdown-item:not([aria-disabled="true"]), [data-item]')];

// A menu may have several buttons, as the one that moves cards: the one pressed last opened it.
let pressed = null;
document.addEventListener('click', ({ target }) => { pressed = target.closest('[popovertarget]') ?? pressed; }, true);
export const opener = (menu) => (pressed?.isConnected && pressed.getAttribute('popovertarget') === menu.id ? pressed : document.querySelector(`[popovertarget="${menu.id}"]`));

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(at.left, innerWidth - width - 8);
  const below = at.bottom + gap;
  const top = below + height > innerHeight - 8 && at.top - gap - height > 8 ? at.top - gap - height : below;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`;
}

document.addEventListener(
  'toggle',
  ({ target, newState }) => {
    if (!target.matches?.('[data-popover]')) return;
    const button = opener(target);
    button?.setAttribute('aria-expanded', String(newState === 'open'));
    if (newState !== 'open') target.removeAttribute('style'); // htmx would write it again, which the CSP forbids
    if (newState !== 'open' || !button) return;
    place(target, button);
    (target.querySelector('.dropdown-item.active') ?? items(target)[0])?.focus({ preventScroll: true });
  },
  true,
);

// The open menu gets the keys from the moment it stands, not only once the focus has come to it: a fast hand types L, C.
document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || isTyping(event.target)) return;
  const menu = event.target.closest?.('[data-popover]') ?? menuOpen();
  if (!menu) {
    const button = event.target.closest?.('[aria-haspopup="menu"]');
    if (button && event.key === 'ArrowDown') {
      event.preventDefault();
      document.getElementById(button.getAttribute('popovertarget'))?.showPopover();
    }
    return;
  }
  const all = items(menu);
  const now = all.indexOf(document.activeElement);
  const next = { ArrowDown: (now + 1) % all.length, ArrowUp: (now - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    all[next]?.focus();
  } else if (event.key === 'Tab') {
    menu.hidePopover();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    event.stopPropagation();
    byLetter(all, now, event.key.toLowerCase());
  }
});

// What came into an open menu later: the first of it has the focus, as if it had been there.
document.addEventListener('htmx:afterSettle', ({ target }) => {
  const menu = target.closest?.('[data-popover]:popover-open');
  if (menu && !menu.contains(document.activeElement)) items(menu)[0]?.focus({ preventScroll: true });
});

// A letter presses the item that shows it as its key, else goes to the next item that begins with it.
function byLetter(all, now, letter) {
  const keyed = all.find((one) => one.querySelector('.end')?.textContent.trim().toLowerCase() === letter);
  if (keyed) return keyed.click();
  const turned = [...all.slice(now + 1), ...all.slice(0, now + 1)];
  turned.find((one) => one.textContent.trim().toLowerCase().startsWith(letter))?.focus();
}

document.addEventListener('click', ({ target }) => {
  const item = target.closest('.dropdown-item:not([aria-disabled="true"])');
  item?.closest('[popover]')?.hidePopover();
});

addEventListener('resize', () => document.querySelectorAll('[data-popover]:popover-open').forEach((menu) => menu.hidePopover()));
