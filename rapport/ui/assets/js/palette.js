// The command palette: what is typed is asked of the server; arrows, Enter, Tab to the verbs, Esc.
// A hand that is faster than the server is waited for: its keys act on the answer to what stands in the field.
import { asChoices, element, isTyping, word } from './page.js';

const palette = document.getElementById('palette');
const field = palette?.querySelector('input');
const groups = palette?.querySelector('.groups');
const says = palette?.querySelector('[role="status"]');
const wait = 40; // while an answer is on its way: shorter than the pause between two keys of a quick hand
let asking = null;
let asked = null;
let answered = null;
let early = [];
let timer = 0;
let verbs = false;

const text = () => field.value.trim();

const options = () => [...groups.querySelectorAll('[role="option"]')];
const chosen = () => groups.querySelector('[aria-selected="true"]');

function choose(option, { inVerbs = false } = {}) {
  chosen()?.setAttribute('aria-selected', 'false');
  verbs = inVerbs;
  palette.classList.toggle('verbs', verbs);
  if (!option) return field.removeAttribute('aria-activedescendant');
  option.id ||= `option-${options().indexOf(option)}`;
  option.setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const mine = (asking = new AbortController());
  asked = text();
  groups.setAttribute('aria-busy', 'true');
  const address = new URL(palette.dataset.url, location.origin);
  address.searchParams.set('q', asked);
  address.searchParams.set('from', location.pathname);
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { 'HX-Request': 'true' } });
    if (answer.headers.has('HX-Redirect')) return location.assign(answer.headers.get('HX-Redirect')); // signed out meanwhile
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.text());
  } catch {
    if (mine.signal.aborted) return;
    forget();
    groups.replaceChildren(element('p', { className: 'none', role: 'alert', text: word('unanswered') }));
  }
  groups.removeAttribute('aria-busy');
}

function show(html) {
  groups.innerHTML = html;
  groups.scrollTop = 0;
  answered = asked;
  choose(options()[0]);
  asChoices(groups, options().length);
  const keys = early;
  forget();
  keys.forEach(press);
}

// What was pressed too early for an answer that will not be needed.
function forget() {
  early = [];
  says.textContent = '';
}

function keep(event) {
  early.push(event);
  says.textContent = word('looking');
  if (asked !== text() || !groups.hasAttribute('aria-busy')) ask();
}

export function openPalette(text = '') {
  if (!palette || palette.open) return;
  field.value = text;
  answered = null;
  palette.showModal();
  field.focus();
  if (palette.dataset.url) ask();
}

function move(step) {
  const all = options();
  if (all.length) choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
}

function toVerbs(step) {
  const all = [...groups.querySelectorAll('[data-actions] [role="option"]')];
  if (!all.length) return;
  const at = all.indexOf(chosen());
  choose(at < 0 ? all[0] : all[(at + step + all.length) % all.length], { inVerbs: true });
}

function press(event) {
  if (event.isComposing) return;
  const isEarly = palette.dataset.url && answered !== text();
  const acts = ['ArrowDown', 'ArrowUp', 'Tab', 'Enter'].includes(event.key);
  if (isEarly && (acts || (event.key.length === 1 && early.some((one) => one.key === 'Tab')))) {
    keep(event);
    return event.preventDefault();
  }
  const byKey = verbs && event.key.length === 1 && !event.ctrlKey && !event.metaKey && [...groups.querySelectorAll('[data-actions] [role="option"]')].find((one) => one.querySelector('kbd')?.textContent.toLowerCase() === event.key.toLowerCase());
  if (event.key === 'ArrowDown') move(1);
  else if (event.key === 'ArrowUp') move(-1);
  else if (event.key === 'Tab') toVerbs(event.shiftKey ? -1 : 1);
  else if (event.key === 'Enter') follow(chosen(), event);
  else if (byKey) follow(byKey, event);
  else return;
  event.preventDefault();
}

function follow(option, event) {
  if (!option) return;
  if ((event.ctrlKey || event.metaKey) && option.href) return window.open(option.href, '_blank', 'noopener');
  palette.close();
  option.click();
}

if (palette) {
  field.addEventListener('input', () => {
    clearTimeout(timer);
    forget();
    if (!palette.dataset.url) return;
    if (groups.hasAttribute('aria-busy')) timer = setTimeout(ask, wait);
    else ask();
  });
  field.addEventListener('keydown', press);
  palette.addEventListener('close', () => {
    if (palette.open) return; // opened again by a quick hand before this was told
    clearTimeout(timer);
    asking?.abort();
    forget();
  });
  groups.addEventListener('pointermove', ({ target }) => {
    const option = target.closest('[role="option"]');
    if (option && option !== chosen()) choose(option);
  });
  palette.addEventListener('click', ({ target }) => {
    if (target === palette || target.closest('[data-close], [role="option"]')) palette.close();
  });
  document.addEventListener('click', ({ target }) => target.closest('[data-palette-open]') && openPalette());
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (palette.open) palette.close();
    else openPalette(isTyping(document.activeElement) ? '' : String(getSelection()).slice(0, 40));
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) document.querySelector('[data-command-key]')?.replaceChildren('⌘ K');
}
