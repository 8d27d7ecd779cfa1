// Search-select: asks while typing, arrows and Enter pick, what was not picked is not kept.
import { asChoices } from './page.js';

const wait = 120;
const timers = new WeakMap();

const parts = (pick) => ({
  field: pick.querySelector('[role="combobox"]'),
  kept: pick.querySelector('input[type="hidden"]'),
  found: pick.querySelector('.found'),
  clear: pick.querySelector('.clear'),
});
const options = (found) => [...found.querySelectorAll('[role="option"]')];
const chosen = (found) => found.querySelector('[aria-selected="true"]');

async function ask(pick) {
  const { field, found } = parts(pick);
  const address = new URL(pick.dataset.url, location.origin);
  address.searchParams.set('q', field.value.trim());
  const answer = await fetch(address, { headers: { 'HX-Request': 'true' } }).catch(() => null);
  if (!answer?.ok || document.activeElement !== field) return;
  found.innerHTML = await answer.text();
  field.setAttribute('aria-expanded', 'true');
  mark(pick, options(found)[0]);
  asChoices(found, options(found).length);
}

function mark(pick, option) {
  const { field, found } = parts(pick);
  chosen(found)?.setAttribute('aria-selected', 'false');
  if (!option) return field.removeAttribute('aria-activedescendant');
  option.id ||= `${field.id}-${options(found).indexOf(option)}`;
  option.setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}

function shut(pick) {
  const { field, found } = parts(pick);
  found.replaceChildren();
  field.setAttribute('aria-expanded', 'false');
}

function keep(pick, value, text) {
  const { field, kept, clear } = parts(pick);
  kept.value = value;
  field.value = text;
  field.dataset.shown = text;
  clear.hidden = !value;
  shut(pick);
  if (value && pick.closest('[data-picks]')) return gather(pick, value, text);
  kept.dispatchEvent(new Event('input', { bubbles: true }));
  kept.dispatchEvent(new Event('change', { bubbles: true }));
}

// One of several: it joins those above, and the field is free for the next one.
function gather(pick, value, text) {
  const several = pick.closest('[data-picks]');
  const list = several.querySelector('.r-checks');
  if (![...list.querySelectorAll('input')].some((one) => one.value === value)) {
    const box = document.createElement('input');
    Object.assign(box, { type: 'checkbox', className: 'form-check-input', name: several.dataset.picks, value, checked: true });
    const words = document.createElement('span');
    words.textContent = text;
    const label = document.createElement('label');
    label.className = 'r-check';
    label.append(box, words);
    list.append(label);
  }
  keep(pick, '', '');
}

document.addEventListener('focusin', ({ target }) => {
  const pick = target.matches?.('[role="combobox"]') && target.closest('[data-pick]');
  if (pick) target.dataset.shown ??= target.value;
});

document.addEventListener('input', ({ target }) => {
  const pick = target.matches?.('[role="combobox"]') && target.closest('[data-pick]');
  if (!pick) return;
  clearTimeout(timers.get(pick));
  timers.set(pick, setTimeout(() => ask(pick), wait));
});

document.addEventListener('keydown', (event) => {
  const pick = event.target.matches?.('[role="combobox"]') && event.target.closest('[data-pick]');
  if (!pick || event.isComposing) return;
  const { found } = parts(pick);
  const all = options(found);
  const at = all.indexOf(chosen(found));
  if (event.key === 'ArrowDown' && !all.length) ask(pick);
  else if (event.key === 'ArrowDown') mark(pick, all[(at + 1) % all.length]);
  else if (event.key === 'ArrowUp' && all.length) mark(pick, all[(at - 1 + all.length) % all.length]);
  else if (event.key === 'Enter' && all[at]) keep(pick, all[at].dataset.value, all[at].dataset.text);
  else if (event.key === 'Escape' && found.childElementCount) shut(pick);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener('pointerdown', (event) => {
  const option = event.target.closest?.('[data-pick] [role="option"]');
  if (!option) return;
  event.preventDefault();
  keep(option.closest('[data-pick]'), option.dataset.value, option.dataset.text);
});

document.addEventListener('click', ({ target }) => {
  const clear = target.closest('[data-pick] .clear');
  if (!clear) return;
  const pick = clear.closest('[data-pick]');
  keep(pick, '', '');
  parts(pick).field.focus();
});

// Leaving: an emptied field means nobody, a half-typed one goes back to who was there.
document.addEventListener('focusout', ({ target }) => {
  const pick = target.matches?.('[role="combobox"]') && target.closest('[data-pick]');
  if (!pick) return;
  clearTimeout(timers.get(pick));
  shut(pick);
  if (!target.value.trim() && parts(pick).kept.value) keep(pick, '', '');
  else target.value = target.dataset.shown ?? '';
});
