// Errors stand where they happened: in the form, in the dialog, or on top of the sheet; what was typed stays.
import { element, icon, word } from './page.js';

const top = () => document.querySelector('#main > [data-errors]');
const near = (source) => source?.closest('form')?.querySelector('[data-errors]') ?? source?.closest('.r-dialog[open]')?.querySelector('[data-errors]');

function holder(source) {
  const place = near(source) ?? top() ?? element('div', { 'data-errors': '' });
  if (!place.isConnected) document.getElementById('main').prepend(place);
  return place;
}

function problem(html) {
  const found = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-problem]');
  return found ?? element('div', { className: 'r-error', role: 'alert', 'data-problem': '' }, icon('alert-circle'), element('p', { text: word(html ? 'failed' : 'offline') }));
}

export function showProblem(source, html) {
  const place = holder(source);
  const shown = problem(html);
  shown.classList.toggle('bar', place.parentElement?.id === 'main');
  place.hidden = false;
  place.replaceChildren(shown);
  shown.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const { status, responseText } = detail.xhr;
  if (status < 400) return;
  if ((status === 422 || status === 409) && responseText && !responseText.includes('data-problem')) {
    detail.shouldSwap = true;
    detail.isError = false;
    return;
  }
  detail.shouldSwap = false;
  showProblem(detail.requestConfig.elt, responseText || ' ');
});

for (const failure of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(failure, ({ detail }) => showProblem(detail.requestConfig?.elt ?? detail.elt, ''));
}

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (!detail.requestConfig.triggeringEvent) return; // a poll or a refresh takes no error away
  const place = near(detail.elt) ?? top();
  place?.replaceChildren();
  if (place) place.hidden = true;
});

// A form that was sent back with its errors: the hands stand at the first of them.
const stand = (place) => place.querySelector('[aria-invalid="true"]')?.focus();
if (performance.getEntriesByType('navigation')[0]?.responseStatus === 422) stand(document);
document.addEventListener('htmx:afterSettle', ({ detail }) => detail.xhr?.status === 422 && stand(detail.elt));
