// Events from the server. All tabs of a browser share one stream: the tab that holds the lock listens and tells the others,
// for a browser opens no more than six connections to one server.
import htmx from './htmx.js';
import { isTyping } from './page.js';

const address = document.querySelector('meta[name="event-stream"]')?.content;
const channel = address && 'BroadcastChannel' in window ? new BroadcastChannel('rapport-stream') : null;

// "PersonEdited|NoteWritten party:MARK|MARK, NoteAdded": a comma is or, a space is and, a bar one of. What the event does
// not tell, or marked on another day, may be so. 0: no, 1: may be, 2: yes.
function concerns(element, event) {
  const holds = (term) => {
    const [key, value] = term.split(':');
    const any = (value ?? key).split('|');
    if (value === undefined) return any.includes(event.name) ? 2 : 0;
    if (!event[key] || event[key].split('.')[0] !== value.split('.')[0]) return 1;
    return any.includes(event[key]) ? 2 : 0;
  };
  const parts = element.dataset.refreshOn.split(',').map((part) => Math.min(...part.trim().split(/\s+/).map(holds)));
  return event.name === '*' ? 1 : Math.max(...parts);
}

// A part is fetched at most every three seconds, and not while nobody looks. What only may concern it waits a moment of
// its own choice: else all open pages would ask at once.
const rest = 3000;
const due = new Map();
const fresh = new Map(); // by address, for a part that is swapped is another element
const asks = (element) => element.getAttribute('hx-get');

// What somebody is typing, choosing or sending there is not taken away.
function isBusy(element) {
  const at = document.activeElement;
  const held = '[data-editing], :popover-open, td.pick :checked, progress:not([data-live] progress), .htmx-request:not([data-refresh-on])';
  return element.querySelector(held) != null || (at !== element && element.contains(at) && isTyping(at));
}

function refreshDue() {
  if (document.visibilityState !== 'visible') return;
  for (const [element, from] of due) {
    const left = Math.max(from, (fresh.get(asks(element)) ?? 0) + rest) - Date.now();
    if (left > 0) {
      setTimeout(refreshDue, left);
      continue;
    }
    if (isBusy(element)) {
      setTimeout(refreshDue, rest);
      continue;
    }
    due.delete(element);
    fresh.set(asks(element), Date.now());
    if (element.isConnected) htmx.trigger(element, 'refresh');
  }
}
document.addEventListener('visibilitychange', refreshDue);

// Somebody began to type there while the answer was on its way: it is asked again when he is done.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  const element = detail.requestConfig?.elt;
  if (!element?.matches('[data-refresh-on]') || !fresh.has(asks(element)) || !isBusy(element)) return;
  detail.shouldSwap = false;
  due.set(element, Date.now() + rest);
  setTimeout(refreshDue, rest);
});

function tell(event) {
  document.dispatchEvent(new CustomEvent('rapport:event', { detail: event }));
  for (const element of document.querySelectorAll('[data-refresh-on]')) {
    const sure = concerns(element, event);
    if (!sure) continue;
    const from = sure === 2 ? 0 : Date.now() + rest * Math.random();
    due.set(element, Math.min(from, due.get(element) ?? from));
  }
  refreshDue();
}

// The page was shown anew around the parts that stayed: what the stream had not asked for yet is asked for now.
document.addEventListener('rapport:refreshed', ({ detail }) => {
  for (const element of document.querySelectorAll('#main [hx-preserve]')) {
    const part = element.matches('[data-refresh-on]') ? element : element.querySelector('[data-refresh-on]');
    if (part && (fresh.get(asks(part)) ?? 0) < detail.since) due.set(part, 0);
  }
  refreshDue();
});

function spread(event) {
  tell(event);
  channel?.postMessage(event);
}

function listen() {
  const source = new EventSource(address);
  source.addEventListener('message', ({ data }) => spread(JSON.parse(data)));
  // the server says that something may have been missed: what was lost is fetched, not guessed
  source.addEventListener('refetch', () => spread({ name: '*' }));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 30_000);
  });
  return source;
}

if (address) {
  channel?.addEventListener('message', ({ data }) => tell(data));
  if (navigator.locks && channel) {
    navigator.locks.request('rapport-stream', () => new Promise(() => listen()));
  } else {
    // without a secure context there are no locks: only the tab that is looked at listens
    let source = null;
    const look = () => {
      source?.close();
      source = document.visibilityState === 'visible' ? listen() : null;
    };
    document.addEventListener('visibilitychange', look);
    look();
  }
}
