// Single keys: verbs of the page (data-key), g and a letter to go somewhere (data-go), / to search, ? for help: what the page is for, and its keys, beside it.
import htmx from './htmx.js';
import { openPalette } from './palette.js';
import { element, isTyping, keysAct, letKeysAct, menuOpen, modalOpen, word } from './page.js';

const overlay = document.getElementById('keys');
let going = 0;
let opener = null;

const seen = (one) => one.checkVisibility() && one.getAttribute('aria-disabled') !== 'true' && !one.disabled;
const find = (selector) => [...document.querySelectorAll(selector)].find(seen);
const editable = () => !document.querySelector('#main [data-list]') && find('#main [data-edit]'); // e begins with the first field that is edited in place
const label = (one) => one.getAttribute('data-key-label') ?? one.getAttribute('aria-label') ?? one.textContent.trim().replace(/\s+/g, ' ');

// What a key of a list does where its rows offer something else.
const own = (key, name) => find(`#main [data-row-${key}]`)?.dataset.keyLabel ?? word(name);

function group(title, rows) {
  if (!rows.length) return '';
  const list = element('dl');
  for (const [name, ...keys] of rows) {
    const shown = keys.flatMap((key) => (key === '→' ? [element('span', { className: 'quiet', text: word('then') })] : [element('kbd', { className: 'r-key', text: key })]));
    list.append(element('dt', { text: name }), element('dd', {}, ...shown));
  }
  return element('section', {}, element('h3', { text: title }), list);
}

function open() {
  if (!overlay) return;
  if (overlay.open) return overlay.close();
  const upper = (key) => (key.length === 1 ? key.toUpperCase() : key);
  const here = [...document.querySelectorAll('#main [data-key]')].filter(seen).map((one) => [label(one), upper(one.dataset.key)]);
  if (editable() && !find('#main [data-key="e"]')) here.push([word('edit'), 'E']);
  const global = [...document.querySelectorAll('.r-top [data-key], [data-toasts] [data-key]')].filter(seen).map((one) => [label(one), upper(one.dataset.key)]);
  const places = [...document.querySelectorAll('[data-go]')].map((one) => [one.textContent.trim(), 'G', '→', upper(one.dataset.go)]);
  const list = document.querySelector('[data-list]')
    ? [[word('next'), 'J'], [word('previous'), 'K'], [word('open'), 'Enter'], [own('x', 'select'), 'X'], ...(find('#main [data-row-x]') && find('#main td.pick input') ? [[word('select'), '⇧ X']] : []), ...(find('#main col[data-edit-at]') ? [[word('cell'), '← →']] : []), [own('edit', 'edit'), 'E']]
    : [];
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const search = document.querySelector('[data-search]') ? [[word('search'), '/']] : [];
  overlay.querySelector('[data-keys]').replaceChildren(
    group(word('here'), here),
    group(word('list'), list),
    group(word('everywhere'), [[word('find'), mac ? '⌘' : 'Ctrl', 'K'], ...search, ...global, [word('help'), '?'], [word('close'), 'Esc']]),
    group(word('go'), places),
  );
  overlay.querySelector('[data-keys-act]').checked = keysAct();
  opener = document.activeElement;
  if (matchMedia('(min-width: 720px)').matches) overlay.show();
  else overlay.showModal();
  const help = overlay.querySelector('[data-help]');
  if (help && !help.hasChildNodes()) htmx.ajax('GET', overlay.dataset.helpUrl, { target: help, swap: 'innerHTML' });
}

overlay?.addEventListener('close', () => opener?.isConnected && opener.focus({ preventScroll: true }));

function pressed(event) {
  const key = event.key.toLowerCase();
  if (Date.now() - going < 1200) {
    going = 0;
    return [...document.querySelectorAll(`[data-go="${CSS.escape(key)}"]`)][0];
  }
  if (key === 'g' && document.querySelector('[data-go]')) {
    going = Date.now();
    return null;
  }
  return find(`#main [data-key="${CSS.escape(key)}"]`) ?? find(`[data-key="${CSS.escape(key)}"]`) ?? (key === 'e' ? editable() : null);
}

// What is pressed before the parts of the page have come is kept for them: a fast hand types L, C.
let early = [];
const isComing = () => document.querySelector('#main .r-skeletons') != null;

document.addEventListener('htmx:afterSettle', () => {
  if (!early.length || (isComing() && !find(`[data-key="${CSS.escape(early[0])}"]`))) return;
  const keys = early;
  early = [];
  for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && overlay?.open && !event.defaultPrevented && !modalOpen() && !menuOpen()) return overlay.close();
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || modalOpen() || menuOpen() || !keysAct()) return;
  if (event.key === '?') open();
  else if (event.key === '/') {
    const field = find('[data-search]');
    if (field) field.focus();
    else openPalette();
  } else if (event.key.length === 1) {
    const target = early.length ? null : pressed(event);
    if (!target && isComing() && !going) early.push(event.key.toLowerCase());
    if (!target) return;
    if (!target.closest('[data-toasts]')) target.focus({ preventScroll: true }); // a toast goes, and would take the focus with it
    target.click();
  } else return;
  event.preventDefault();
});

document.addEventListener('click', ({ target }) => target.closest('[data-keys-open]') && open());
overlay?.addEventListener('click', ({ target }) => target === overlay && overlay.close());
overlay?.addEventListener('change', ({ target }) => target.matches('[data-keys-act]') && letKeysAct(target.checked));
