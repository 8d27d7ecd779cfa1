// Rapport as an app: the worker that shows the offline page, in the language of this page.
const worker = document.querySelector('meta[name="worker"]')?.content;
if (worker && 'serviceWorker' in navigator && isSecureContext) navigator.serviceWorker.register(worker, { scope: '/' }).catch(() => {});
