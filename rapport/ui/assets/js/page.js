// What several modules need to know about the page.
const words = JSON.parse(document.body.dataset.words ?? '{}');

export const word = (name, values = {}) =>
  (words[name] ?? name).replace(/%\((\w+)\)s/g, (_whole, key) => values[key]);

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

export const isTyping = (element) =>
  element?.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]') != null;

export const modalOpen = () => document.querySelector('dialog:modal') != null;

export const menuOpen = () => document.querySelector('[data-popover]:popover-open');

// Keys without Ctrl can be turned off in the overlay that lists them: who speaks to the computer would press them by words.
const KEYS = 'rapport:keys';
export const keysAct = () => localStorage.getItem(KEYS) !== 'off';
export const letKeysAct = (on) => localStorage.setItem(KEYS, on ? 'on' : 'off');

const sprite = document.querySelector('.icon use')?.getAttribute('href').split('#')[0] ?? '';

export function icon(name, size = '') {
  const box = document.createElement('template');
  box.innerHTML = `<svg class="icon ${size}" aria-hidden="true"><use href="${sprite}#${name}"/></svg>`;
  return box.content.firstChild;
}

export function element(tag, { className, text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Say something to who does not see it come; what stands outside a modal dialog is not heard while it is open.
export function say(text) {
  const host = document.querySelector('dialog:modal') ?? document.body;
  let voice = host.querySelector(':scope > [data-voice]');
  if (!voice) host.append((voice = element('p', { className: 'visually-hidden', 'aria-live': 'polite', 'data-voice': '' })));
  setTimeout(() => (voice.textContent = text), 100); // a region that was just made is not listened to yet
}

// A box of choices is a list only while there is something to choose.
export function asChoices(box, count) {
  box.setAttribute('role', count ? 'listbox' : 'group');
  say(word(count ? 'found' : 'none', { n: count }));
}

// Take the events out of an answer that htmx did not see.
export function announce(header) {
  if (!header) return;
  const events = header.startsWith('{') ? JSON.parse(header) : Object.fromEntries(header.split(',').map((name) => [name.trim(), null]));
  for (const [name, detail] of Object.entries(events)) {
    document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
