// Files: dropped or chosen, posted one by one with their progress; the answer is the line that stands in the list.
import { announce, element, icon, token, word } from './page.js';

const drop = (target) => target.closest?.('[data-drop]');

for (const type of ['dragenter', 'dragover']) {
  document.addEventListener(type, (event) => {
    const place = drop(event.target);
    if (!place) return;
    event.preventDefault();
    place.setAttribute('data-over', '');
  });
}
document.addEventListener('dragleave', ({ target, relatedTarget }) => {
  const place = drop(target);
  if (place && !place.contains(relatedTarget)) place.removeAttribute('data-over');
});
document.addEventListener('drop', (event) => {
  const place = drop(event.target);
  if (!place) return;
  event.preventDefault();
  place.removeAttribute('data-over');
  const field = place.querySelector('input[type="file"]');
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
});

document.addEventListener('change', ({ target }) => {
  const place = target.matches?.('input[type="file"]') && drop(target);
  if (!place) return;
  if (!place.dataset.upload) {
    const names = [...target.files].map((file) => file.name).join(', ');
    if (names) place.querySelector('[data-drop-words]').textContent = names;
    return;
  }
  for (const file of target.files) send(place, file);
  target.value = '';
});

function send(place, file) {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': word('uploading', { name: file.name }) });
  const line = element('li', {}, icon('file'), element('span', { className: 'cut', text: file.name }), element('span', { className: 'size' }), element('div', { className: 'r-progress' }, bar));
  place.parentElement.querySelector('[data-files]').append(line);
  const body = new FormData();
  body.append('file', file);
  const request = new XMLHttpRequest();
  request.open('POST', place.dataset.upload);
  request.setRequestHeader('X-CSRFToken', token());
  request.setRequestHeader('HX-Request', 'true');
  request.upload.addEventListener('progress', ({ loaded, total }) => bar.setAttribute('value', loaded / total));
  request.addEventListener('load', () => finish(line, request));
  request.addEventListener('error', () => refuse(line, word('offline')));
  request.send(body);
}

function finish(line, request) {
  const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
  if (request.status >= 400) return refuse(line, answer.querySelector('[data-problem] p')?.textContent ?? word('refused'));
  const done = answer.querySelector('li');
  if (done) {
    line.replaceWith(done);
    window.htmx.process(done);
  } else line.remove();
  announce(request.getResponseHeader('HX-Trigger'));
}

function refuse(line, text) {
  line.querySelector('.r-progress').replaceWith(element('p', { className: 'r-wrong' }, icon('alert-circle', 'small'), element('span', { text })));
}
