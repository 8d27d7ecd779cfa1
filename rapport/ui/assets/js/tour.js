// The demo company's tour: the card goes on by itself when the server hears of what was done (data-refresh-on); only
// that something was looked for is seen here. Esc inside the card puts it away.
import htmx from './htmx.js';

const card = document.querySelector('[data-tour]');

if (card) {
  document.getElementById('palette')?.addEventListener('input', ({ target }) => {
    if (target.value.trim().toLowerCase() !== 'wxs') return;
    const step = card.querySelector('[data-tour-step="find"]');
    if (step) htmx.trigger(step, 'click');
  });
  // on the phone it is one line, which a tap opens
  card.addEventListener('click', ({ target }) => {
    const title = target.closest('[data-tour-fold]');
    if (title) title.setAttribute('aria-expanded', String(card.toggleAttribute('data-open')));
  });
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') card.querySelector('[data-tour-end]')?.click();
  });
}
