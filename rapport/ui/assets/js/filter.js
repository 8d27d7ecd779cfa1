// A long form: [data-filter] shows the rows that hold the words; [data-changes] says how many were changed and not yet saved.
import { word } from './page.js';

document.addEventListener('input', ({ target }) => {
  if (target.matches('[data-filter]')) narrow(target);
  const form = target.closest('form');
  if (form?.querySelector('[data-changes]')) count(form);
});

function narrow(field) {
  const form = field.closest('form');
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of form.querySelectorAll('[data-filter-row]')) {
    const text = row.dataset.filterRow.toLowerCase();
    row.hidden = !words.every((one) => text.includes(one));
  }
  for (const part of form.querySelectorAll('[data-filter-part]')) {
    part.hidden = !part.querySelector('[data-filter-row]:not([hidden])');
  }
  form.querySelector('[data-filter-none]').hidden = form.querySelector('[data-filter-row]:not([hidden])') != null;
}

function count(form) {
  let changed = 0;
  for (const row of form.querySelectorAll('[data-filter-row]')) {
    const differs = [...row.querySelectorAll('input')].some((one) => one.checked !== one.defaultChecked);
    row.classList.toggle('changed', differs);
    changed += differs;
  }
  form.querySelector('[data-changes]').textContent = changed ? word('changes', { count: changed }) : '';
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('[data-filter]')) event.preventDefault();
});
