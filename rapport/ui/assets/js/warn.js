// Forms with data-warn know whether something was typed into them and not yet saved.
export const isDirty = (form) => form.dataset.dirty === 'yes' || form.querySelector('[aria-invalid="true"]') != null;

document.addEventListener('input', ({ target }) => {
  const form = target.closest?.('form[data-warn]');
  if (form) form.dataset.dirty = 'yes';
});

const saved = ({ target }) => {
  const form = target.closest?.('form[data-warn]');
  if (form) form.dataset.dirty = 'no';
};
document.addEventListener('submit', saved);

document.addEventListener('htmx:afterRequest', ({ target, detail }) => {
  const form = target.closest?.('form[data-warn]');
  if (form && !detail.successful) form.dataset.dirty = 'yes';
});

addEventListener('beforeunload', (event) => {
  const forms = document.querySelectorAll('form[data-warn][data-dirty="yes"]');
  if (forms.length) event.preventDefault();
});
