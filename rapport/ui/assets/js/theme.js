// As the system, light or dark: shown at once, kept with the user by the server.
import { token } from './page.js';

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-look]');
  if (!button) return;
  const { look: theme, url } = button.dataset;
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-bs-theme');
  else root.setAttribute('data-bs-theme', theme);
  document.querySelectorAll('[data-look]').forEach((one) => {
    one.classList.toggle('active', one === button);
    one.setAttribute('aria-checked', String(one === button));
  });
  if (url) fetch(url, { method: 'POST', headers: { 'X-CSRFToken': token() }, body: new URLSearchParams({ theme }) });
});
