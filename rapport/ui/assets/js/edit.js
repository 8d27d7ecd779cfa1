// Edit in place: Enter and leaving the field save, Esc takes it back.
import htmx from './htmx.js';

const before = new WeakMap();
const field = (form) => form.querySelector('.r-input, input[type="checkbox"]');
const typed = (form) => new URLSearchParams(new FormData(form)).toString();

document.addEventListener('htmx:load', ({ target }) => {
  if (target.matches?.('[data-editing]')) {
    const input = field(target);
    before.set(target, typed(target));
    input.focus();
    input.select?.();
  } else if (target.matches?.('[data-edit]')) {
    target.classList.add('r-flash');
    if (document.activeElement === document.body) target.focus({ preventScroll: true });
  }
});

function back(form) {
  form.dataset.done = '';
  htmx.ajax('GET', form.dataset.cancel, { source: form.parentElement, target: form, swap: 'outerHTML' });
}

function save(form) {
  if ('done' in form.dataset) return;
  if (typed(form) === before.get(form) && !form.querySelector('[aria-invalid="true"]')) return back(form);
  form.dataset.done = '';
  form.requestSubmit();
}

document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('[data-editing]');
  if (!form || event.isComposing || event.target.getAttribute('aria-expanded') === 'true') return; // its list opened: pick.js
  if (event.key === 'Escape') back(form);
  else if (event.key === 'Enter' && (event.target.tagName !== 'TEXTAREA' || event.ctrlKey || event.metaKey)) save(form);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener('focusout', (event) => {
  const form = event.target.closest?.('[data-editing]');
  if (form && !form.contains(event.relatedTarget) && document.hasFocus()) setTimeout(() => form.isConnected && save(form)); // pick.js first
});

// A choice made by the pointer is meant; arrow keys only pass over the choices, Enter or leaving says which.
let byKey = false;
document.addEventListener('keydown', () => { byKey = true; }, true);
document.addEventListener('pointerdown', () => { byKey = false; }, true);
document.addEventListener('change', (event) => {
  const form = event.target.closest?.('[data-editing]');
  if (form && event.target.tagName === 'SELECT' && !byKey) save(form);
});

document.addEventListener('htmx:afterRequest', ({ target, detail }) => {
  if (target.matches?.('[data-editing]') && detail.failed) delete target.dataset.done;
});
