// @ in a text offers colleagues: letters, pinyin or characters narrow them, arrows and Enter choose, Esc writes on.
import { asChoices } from './page.js';

const wait = 120;
const called = /[@\uff20]([^\s@\uff20]{0,40}(?: [^\s@\uff20]{0,40})?)$/;
let timer = 0;

const found = (text) => document.getElementById(text.getAttribute('aria-controls'));
const options = (text) => [...found(text).querySelectorAll('[role="option"]')];
const chosen = (text) => found(text).querySelector('[aria-selected="true"]');
const begun = (text) => called.exec(text.value.slice(0, text.selectionStart));

function mark(text, option) {
  chosen(text)?.setAttribute('aria-selected', 'false');
  option.id ||= `${text.id}-${options(text).indexOf(option)}`;
  option.setAttribute('aria-selected', 'true');
  text.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

function shut(text) {
  clearTimeout(timer);
  found(text).replaceChildren();
  text.removeAttribute('aria-activedescendant');
}

async function offer(text) {
  const name = begun(text);
  if (!name) return shut(text);
  const address = new URL(text.dataset.mention, location.origin);
  address.searchParams.set('q', name[1]);
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || document.activeElement !== text || begun(text)?.[1] !== name[1]) return;
  found(text).innerHTML = await answer.text();
  const first = options(text)[0];
  if (first) {
    mark(text, first);
    asChoices(found(text), options(text).length);
  } else shut(text);
}

function choose(text, option) {
  const name = begun(text);
  if (name) text.setRangeText(`@${option.dataset.text} `, name.index, text.selectionStart, 'end');
  shut(text);
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

const typed = ({ target, isComposing }) => {
  if (isComposing || !target.matches?.('[data-mention]')) return;
  clearTimeout(timer);
  timer = setTimeout(() => offer(target), wait);
};
document.addEventListener('input', typed);
document.addEventListener('compositionend', ({ target }) => typed({ target }));

document.addEventListener(
  'keydown',
  (event) => {
    const text = event.target;
    if (event.isComposing || event.ctrlKey || event.metaKey || !text.matches?.('[data-mention]')) return;
    const all = options(text);
    if (!all.length) return;
    const at = all.indexOf(chosen(text));
    if (event.key === 'ArrowDown') mark(text, all[(at + 1) % all.length]);
    else if (event.key === 'ArrowUp') mark(text, all[(at - 1 + all.length) % all.length]);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(text, all[at]);
    else if (event.key === 'Escape') shut(text);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener('pointerdown', (event) => {
  const option = event.target.closest?.('.r-mention [role="option"]');
  if (!option) return;
  event.preventDefault();
  choose(document.querySelector(`[aria-controls="${CSS.escape(option.parentElement.id)}"]`), option);
});
document.addEventListener('focusout', ({ target }) => target.matches?.('[data-mention]') && shut(target));
