/*
 * Passkeys in the admin: asks the browser for one, and sends its answer with the form. Without this script, codes are
 * left. The server's options are in the page, or are asked of the form's address.
 */
const api = window.PublicKeyCredential;
const isSupported = Boolean(api?.parseCreationOptionsFromJSON && api.parseRequestOptionsFromJSON);

async function optionsOf(form) {
  const written = document.getElementById("passkey-options");
  if (written && form.contains(written)) return JSON.parse(written.textContent).publicKey;
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()).request_options.publicKey;
}

async function answer(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") {
    return navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) });
  }
  // A key that can sign in alone is made so; a simple one remains a second factor.
  Object.assign(options.authenticatorSelection, { residentKey: "preferred", requireResidentKey: false });
  return navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(options) });
}

function sentenceFor(error, words) {
  if (error.name === "SecurityError") return words.wrongPlace;
  return error.name === "InvalidStateError" ? words.known : words.cancelled;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const said = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("[data-passkey-start]");
  form.querySelector("[data-passkey-unsupported]").hidden = isSupported;
  button.hidden = !isSupported;
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    said.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await answer(form)).toJSON());
      form.submit();
    } catch (error) {
      said.textContent = sentenceFor(error, form.dataset);
      said.hidden = false;
    }
  });
}
