// data-copy="id": the button puts the field's text on the clipboard and says so.
import { word } from './page.js';

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const words = button.querySelector('[aria-live]');
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand('copy')) return; // no secure context: it stays selected for Ctrl C
  }
  const before = (button.dataset.words ??= words.textContent);
  words.textContent = word('copied');
  clearTimeout(button.back);
  button.back = setTimeout(() => {
    words.textContent = before;
  }, 2000);
});
