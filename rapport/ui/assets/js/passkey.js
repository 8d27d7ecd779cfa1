// Passkeys: a form with data-passkey="create" or "get" asks the browser's authenticator and sends what it answers.
// data-options holds the server's request, or data-options-url its address; the answer goes into the field `credential`.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const opened = (one) => ({ ...one, id: bytes(one.id) });

function request({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (wanted.user) wanted.user = opened(wanted.user);
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    if (wanted[list]) wanted[list] = wanted[list].map(opened);
  }
  return { publicKey: wanted };
}

function answer(credential) {
  const response = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const reply = await fetch(form.dataset.optionsUrl, { headers: { Accept: 'application/json' } });
  return reply.json();
}

document.addEventListener('submit', async (event) => {
  const form = event.target.closest('form[data-passkey]');
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  const box = form.querySelector('[data-passkey-failed]');
  box.hidden = true;
  try {
    const credential = await navigator.credentials[form.dataset.passkey](request(await options(form)));
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  } catch {
    box.hidden = false;
  }
});
