// Makes or shows a passkey: a form carries what is wanted of the browser in data-passkey, and the answer goes back in it.
// Without this script the form says what to do instead.
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const textOf = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
const withBytes = (list) => (list || []).map((one) => ({ ...one, id: bytesOf(one.id) }));

async function answerTo({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytesOf(publicKey.challenge) };
  const isNew = "pubKeyCredParams" in wanted;
  if (isNew) {
    wanted.user = { ...wanted.user, id: bytesOf(wanted.user.id) };
    wanted.excludeCredentials = withBytes(wanted.excludeCredentials);
  } else {
    wanted.allowCredentials = withBytes(wanted.allowCredentials);
  }
  const made = await navigator.credentials[isNew ? "create" : "get"]({ publicKey: wanted });
  const parts = isNew ? ["clientDataJSON", "attestationObject"] : ["clientDataJSON", "authenticatorData", "signature"];
  const response = Object.fromEntries(parts.map((part) => [part, textOf(made.response[part])]));
  return { id: made.id, rawId: textOf(made.rawId), type: made.type, response };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const tell = (...names) => {
    for (const one of form.querySelectorAll("[data-told]")) one.hidden = !names.includes(one.dataset.told);
  };
  if (!window.PublicKeyCredential) {
    tell("unsupported");
    continue;
  }
  tell("ready");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.answer.value = JSON.stringify(await answerTo(JSON.parse(form.dataset.passkey)));
      form.submit();
    } catch (problem) {
      tell("ready", problem.name === "InvalidStateError" ? "known" : "failed");
    }
  });
}
