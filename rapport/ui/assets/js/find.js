// The words of a list narrow it while they are typed. All around the field comes anew; the field itself stays where it is, with
// its focus, what is typed meanwhile, an input method's window and a phone's keyboard. One question is on its way at a time:
// the newest waits for its answer, which is not shown any more.
import htmx from './htmx.js';

const [ABOVE, LOWEST] = [144, 24]; // px, of what stands above the rows, and of one
const words = (field) => field.value.trim();

function ask(field) {
  if (words(field) === field.dataset.asked) return;
  field.dataset.asked = words(field);
  field.form.requestSubmit();
}

// One Latin letter finds only what is named so: it is asked by Enter.
function typed({ target, isComposing }) {
  if (target.matches?.('[data-search]') && !isComposing && !/^[\x21-\x7e]$/.test(words(target))) ask(target);
}

document.addEventListener('input', typed);
document.addEventListener('compositionend', typed);
document.addEventListener('focusin', ({ target }) => {
  if (target.matches?.('[data-search]')) target.dataset.asked ??= words(target);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches?.('[data-search]')) return;
  event.preventDefault();
  ask(event.target);
  document.getElementById('main').focus({ preventScroll: true }); // the keys of the list act again
});

const fieldOf = (form) => (form?.matches('form') ? form.querySelector(':scope > [data-search]') : null);

document.addEventListener('htmx:configRequest', ({ detail }) => {
  if (fieldOf(detail.elt) && !detail.parameters.q.trim()) delete detail.parameters.q;
});
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const field = fieldOf(detail.requestConfig.elt);
  if (!field || !detail.shouldSwap) return;
  detail.shouldSwap = words(field) === (detail.requestConfig.parameters.q ?? '').trim();
  if (detail.shouldSwap) history.replaceState(history.state, '', detail.pathInfo.finalRequestPath);
});

document.addEventListener('htmx:afterRequest', ({ detail }) => {
  const field = detail.failed && fieldOf(detail.elt);
  if (field) delete field.dataset.asked; // Enter asks again
});

// Put fresh siblings at each height from the part that stays up to the root.
function around(stays, root, twin) {
  const added = [];
  for (let [old, now] = [stays, twin]; old !== root; [old, now] = [old.parentElement, now.parentElement]) {
    for (const one of [...old.parentElement.childNodes]) if (one !== old) one.remove();
    const fresh = [...now.parentElement.childNodes];
    const at = fresh.indexOf(now);
    old.before(...fresh.slice(0, at));
    old.after(...fresh.slice(at + 1));
    added.push(...fresh.filter((one) => one !== now));
  }
  return added;
}

// The rows that stand below the window come a frame later: what is looked at is painted first.
function inSight(fragment) {
  const [body, ...more] = fragment.querySelectorAll('[data-list] tbody');
  const below = more.length ? [] : [...(body?.rows ?? [])].slice(Math.ceil((innerHeight - ABOVE) / LOWEST));
  if (!below.length) return;
  below.forEach((row) => row.remove());
  requestAnimationFrame(() =>
    setTimeout(() => {
      body.append(...below);
      htmx.process(body);
    }),
  );
}

htmx.defineExtension('around', {
  handleSwap(style, target, fragment) {
    if (style !== 'around') return false;
    inSight(fragment);
    const [stays, twin] = [target, fragment].map((one) => one.querySelector('form:has(> [data-search])'));
    if (stays && twin) return around(stays, target, twin);
    target.replaceChildren(...fragment.firstElementChild.childNodes);
    return [...target.children];
  },
});
