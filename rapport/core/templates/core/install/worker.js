// Shows a page that says so when there is no network. It keeps that page and its looks; never a record of a customer.
const PAGE = {{ page|tojson }};
const FILES = {{ files|tojson }};
const STORE = 'offline ' + {{ language|tojson }} + ' ' + FILES[0];

addEventListener('install', (event) => {
  const keep = caches.open(STORE).then((store) => store.addAll([new Request(PAGE, { cache: 'reload' }), ...FILES]));
  event.waitUntil(keep.then(() => skipWaiting()));
});
addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(tidy());
});
addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(page(event));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}
