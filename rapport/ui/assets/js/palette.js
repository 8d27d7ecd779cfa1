// The command palette: what is typed is asked of the server; arrows, Enter, Tab to the verbs, Esc.
import { isTyping } from './page.js';

const palette = document.getElementById('palette');
const field = palette?.querySelector('input');
const groups = palette?.querySelector('.groups');
const wait = 90;
let asking = null;
let timer = 0;
let verbs = false;

const options = () => [...groups.querySelectorAll('[role="option"]')];
const chosen = () => groups.querySelector('[aria-selected="true"]');

function choose(option, { inVerbs = false } = {}) {
  chosen()?.setAttribute('aria-selected', 'false');
  verbs = inVerbs;
  if (!option) return field.removeAttribute('aria-activedescendant');
  option.id ||= `option-${options().indexOf(option)}`;
  option.setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  groups.setAttribute('aria-busy', 'true');
  const address = new URL(palette.dataset.url, location.origin);
  address.searchParams.set('q', field.value.trim());
  address.searchParams.set('from', location.pathname);
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok) return;
    groups.innerHTML = await answer.text();
    groups.scrollTop = 0;
    choose(options()[0]);
    groups.removeAttribute('aria-busy');
  } catch (error) {
    if (error.name !== 'AbortError') groups.removeAttribute('aria-busy');
  }
}

export function openPalette(text = '') {
  if (!palette || palette.open) return;
  field.value = text;
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
    if (palette.dataset.url) timer = setTimeout(ask, wait);
  });
  field.addEventListener('keydown', press);
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
