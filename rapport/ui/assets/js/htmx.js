// htmx, and what every request of it carries.
import htmx from 'htmx.org/dist/htmx.esm.js';

window.htmx = htmx;

export const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';

document.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['X-CSRFToken'] = token();
});

export default htmx;
