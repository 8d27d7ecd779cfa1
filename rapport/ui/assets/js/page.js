// What several modules need to know about the page.
const words = JSON.parse(document.body.dataset.words ?? '{}');

export const word = (name, values = {}) =>
  (words[name] ?? name).replace(/%\((\w+)\)s/g, (_whole, key) => values[key]);

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

export const isTyping = (element) =>
  element?.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]') != null;

export const modalOpen = () => document.querySelector('dialog:modal') != null;

export const menuOpen = () => document.querySelector('[data-popover]:popover-open');

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

// Take the events out of an answer that htmx did not see.
export function announce(header) {
  if (!header) return;
  const events = header.startsWith('{') ? JSON.parse(header) : Object.fromEntries(header.split(',').map((name) => [name.trim(), null]));
  for (const [name, detail] of Object.entries(events)) {
    document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}
