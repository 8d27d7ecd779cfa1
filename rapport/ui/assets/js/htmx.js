// htmx, what every request of it carries, and how a page is shown anew.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { token } from './page.js';

window.htmx = htmx;

document.addEventListener('htmx:configRequest', (event) => {
  event.detail.headers['X-CSRFToken'] = token();
});

const scrollers = '.r-scroll, .r-pad, .r-person, .r-person > .main, .r-person > aside';
const places = () => [...document.querySelectorAll(scrollers)].map((one) => one.scrollTop);

let sent = 0;
let shown = Promise.resolve();

// Show the page as it stands now, without leaving the place. Parts with hx-preserve stay, with what is typed in them, and
// are asked for what is new. One after the other: an answer whose place was taken meanwhile would take those parts with it.
export function refreshPage(since = sent) {
  shown = shown.then(() => show(since), () => show(since));
  return shown;
}

async function show(since) {
  const before = places();
  // as if by a link of the page: the whole of it, also where the address answers htmx with a part
  await htmx.ajax('GET', location.href, { target: '#main', select: '#main', swap: 'outerHTML', headers: { 'HX-Boosted': 'true' } });
  document.querySelectorAll(scrollers).forEach((one, at) => {
    one.scrollTop = before[at] ?? 0;
  });
  document.dispatchEvent(new CustomEvent('rapport:refreshed', { detail: { since } }));
}

document.addEventListener('rapport:refresh', () => refreshPage());
document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (detail.requestConfig.verb !== 'get') sent = Date.now();
});

export default htmx;
