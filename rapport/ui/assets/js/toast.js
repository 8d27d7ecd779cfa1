// One toast at a time: what happened, and Undo. It goes after 8 seconds, but not under the pointer or the focus.
import { refreshPage } from './htmx.js';
import { announce, element, icon, token, word } from './page.js';
import { showProblem } from './problem.js';

const seconds = 8;
const place = document.querySelector('[data-toasts]');

function ring() {
  const box = document.createElement('template');
  box.innerHTML = '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5" opacity=".3"/><circle class="left" cx="8" cy="8" r="6.5"/></svg>';
  return box.content.firstChild;
}

export function toast({ text, undo, level = 'ok' }) {
  const box = element('div', { className: 'r-toast', 'data-toast': '' }, icon(level === 'ok' ? 'check' : 'info-circle'));
  box.append(element('span', { className: 'says', text }));
  if (undo) {
    const key = element('kbd', { className: 'r-key only-wide', 'aria-hidden': 'true', text: 'Z' });
    box.append(element('button', { type: 'button', 'data-undo': undo, 'data-key': 'z', 'data-key-label': word('undo') }, ring(), word('undo'), key));
  }
  place.replaceChildren(box);
  live(box);
}

function live(box) {
  let left = seconds * 1000;
  let since = Date.now();
  let timer = setTimeout(() => box.remove(), left);
  const hold = () => {
    clearTimeout(timer);
    left -= Date.now() - since;
  };
  const go = () => {
    since = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => box.remove(), Math.max(left, 1000));
  };
  box.addEventListener('pointerenter', hold);
  box.addEventListener('pointerleave', go);
  box.addEventListener('focusin', hold);
  box.addEventListener('focusout', go);
}

async function undo(button) {
  if (button === document.activeElement) document.getElementById('main').focus({ preventScroll: true });
  button.disabled = true;
  const since = Date.now();
  try {
    const answer = await fetch(button.dataset.undo, { method: 'POST', headers: { 'X-CSRFToken': token(), 'HX-Request': 'true' } });
    button.closest('[data-toast]').remove();
    if (!answer.ok) return showProblem(null, await answer.text());
    const said = answer.headers.get('HX-Trigger');
    const address = answer.headers.get('HX-Redirect');
    if (address) return location.assign(address);
    await refreshPage(since);
    if (said) announce(said);
    else toast({ text: word('undone') });
  } catch {
    button.disabled = false;
    showProblem(null, '');
  }
}

if (place) {
  document.addEventListener('rapport:toast', (event) => toast(event.detail));
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-undo]');
    if (button) undo(button);
  });
  place.querySelectorAll('[data-toast]').forEach(live);
}
