// Events from the server. All tabs of a browser share one stream: the tab that holds the lock listens and tells the others,
// for a browser opens no more than six connections to one server.
import htmx from './htmx.js';

const address = document.querySelector('meta[name="event-stream"]')?.content;
const channel = address && 'BroadcastChannel' in window ? new BroadcastChannel('rapport-stream') : null;

// "PersonEdited party:7, NoteAdded party:7": a comma is or, a space is and.
function concerns(element, event) {
  const holds = (term) => {
    const [key, value] = term.split(':');
    return value === undefined ? event.name === key : String(event[key]) === value;
  };
  return element.dataset.refreshOn.split(',').some((part) => part.trim().split(/\s+/).every(holds));
}

function tell(event) {
  document.dispatchEvent(new CustomEvent('rapport:event', { detail: event }));
  for (const element of document.querySelectorAll('[data-refresh-on]')) {
    if (event.name === '*' || concerns(element, event)) htmx.trigger(element, 'refresh');
  }
}

function spread(event) {
  tell(event);
  channel?.postMessage(event);
}

function listen() {
  const source = new EventSource(address);
  let lost = false;
  source.addEventListener('message', ({ data }) => spread(JSON.parse(data)));
  source.addEventListener('error', () => {
    lost = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 10_000);
  });
  // what happened while the line was down is fetched, not guessed
  source.addEventListener('open', () => {
    if (lost) spread({ name: '*' });
    lost = false;
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
