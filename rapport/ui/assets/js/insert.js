// data-insert="{City}" data-into="id": the button writes its words where the caret stands in that field.
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-insert]');
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, 'end');
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
});
