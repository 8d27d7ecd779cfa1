// The page's one dialog: opens when htmx brings something into it, closes by its buttons, Esc, or a word of the server.
import { askedBy } from './focus.js';
import htmx from './htmx.js';
import { element, word } from './page.js';
import { isDirty } from './warn.js';

const dialog = document.getElementById('dialog');
const first = '[autofocus], [aria-invalid="true"], .body :is(input:not([type="hidden"]), select, textarea, .dropdown-item), footer .btn-primary, footer .btn-danger, footer .btn';

function open() {
  dialog.classList.toggle('wide', dialog.querySelector('[data-wide]') != null);
  if (!dialog.open) {
    askedBy(document.activeElement);
    dialog.showModal();
  }
  dialog.querySelector(first)?.focus();
}

function close() {
  dialog.close();
  // later, for other events of the same answer still rise from what stands in it
  setTimeout(() => dialog.open || dialog.replaceChildren());
}

// Unsaved input is not thrown away by a slip: the foot of the dialog asks.
function leave() {
  const form = dialog.querySelector('form[data-warn]');
  if (!form || !isDirty(form)) return close();
  const foot = dialog.querySelector('footer');
  if (foot.hidden) return;
  foot.hidden = true;
  const keep = element('button', { className: 'btn', type: 'button', text: word('keep') });
  const drop = element('button', { className: 'btn btn-danger', type: 'button', text: word('discard') });
  const ask = element('footer', { role: 'alert' }, element('span', { className: 'start', text: word('leave') }), keep, drop);
  keep.addEventListener('click', () => {
    ask.remove();
    foot.hidden = false;
  });
  drop.addEventListener('click', close);
  foot.after(ask);
  keep.focus();
}

if (dialog) {
  if (dialog.open) { // a question that came with the page
    dialog.removeAttribute('open');
    open();
  }
  document.addEventListener('htmx:afterSwap', ({ detail }) => {
    if (detail.target === dialog && dialog.childElementCount) open();
  });
  document.addEventListener('rapport:close', () => dialog.open && close());
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target.closest('[data-close]')) leave();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) dialog.querySelector('form')?.requestSubmit();
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-dialog-open]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    htmx.ajax('GET', link.href, { source: '#dialog', target: '#dialog', swap: 'innerHTML' });
  });
}
