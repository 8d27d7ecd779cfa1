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
  card.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') card.querySelector('[data-tour-end]')?.click();
  });
}
