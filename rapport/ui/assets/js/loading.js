// A thin line on top while an answer takes its time.
const line = document.querySelector('[data-loading]');
let open = 0;

const show = () => line?.toggleAttribute('data-on', open > 0);

const polls = (element) => element.getAttribute('hx-trigger')?.includes('every');

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  if (polls(detail.elt)) return;
  open += 1;
  show();
});
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  if (polls(detail.elt)) return;
  open = Math.max(0, open - 1);
  show();
});
addEventListener('beforeunload', () => line?.setAttribute('data-on', ''));
addEventListener('pageshow', () => {
  open = 0;
  show();
});
