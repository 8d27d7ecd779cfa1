// Events from the server. All tabs of a browser share one stream: the tab that holds the lock listens and tells the others,
// for a browser opens no more than six connections to one server.
import htmx from './htmx.js';
import { isTyping } from './page.js';

const address = document.querySelector('meta[name="event-stream"]')?.content;
const channel = address && 'BroadcastChannel' in window ? new BroadcastChannel('rapport-stream') : null;

// "PersonEdited party:7|8, NoteAdded": a comma is or, a space is and, a bar one of; what the event does not tell may be so.
function concerns(element, event) {
  const holds = (term) => {
    const [key, value] = term.split(':');
    return value === undefined ? event.name === key : !(key in event) || value.split('|').includes(String(event[key]));
  };
  return element.dataset.refreshOn.split(',').some((part) => part.trim().split(/\s+/).every(holds));
}

// A part is fetched at most every three seconds, and not while nobody looks.
const rest = 3000;
const due = new Set();
const fresh = new WeakMap();

// What somebody is typing, choosing or sending there is not taken away.
function isBusy(element) {
  const at = document.activeElement;
  return element.querySelector('[data-editing], :popover-open, progress') != null || (at !== element && element.contains(at) && isTyping(at));
}

function refreshDue() {
  if (document.visibilityState !== 'visible') return;
  for (const element of due) {
    const left = (fresh.get(element) ?? 0) + rest - Date.now();
    if (left > 0) {
      setTimeout(refreshDue, left);
      continue;
    }
    if (isBusy(element)) {
      setTimeout(refreshDue, rest);
      continue;
    }
    due.delete(element);
    fresh.set(element, Date.now());
    if (element.isConnected) htmx.trigger(element, 'refresh');
  }
}
document.addEventListener('visibilitychange', refreshDue);

function tell(event) {
  document.dispatchEvent(new CustomEvent('rapport:event', { detail: event }));
  for (const element of document.querySelectorAll('[data-refresh-on]')) {
    if (event.name === '*' || concerns(element, event)) due.add(element);
  }
  refreshDue();
}

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
