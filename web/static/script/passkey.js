// Finger or face instead of the PIN: asks the hub what to sign, the phone to sign it, sends the form.
// What carries data-passkey stays hidden where the browser has no passkeys: the PIN is always there.
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function asked(address, form, fields) {
    const answer = await fetch(address, {
      method: "POST", body: new URLSearchParams(fields), redirect: "error", cache: "no-store",
      headers: { "X-Hub-Mark": form.elements.mark.value },
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.problem);
    return told;
  }

  async function made(told) {
    const user = { ...told.user, id: bytes(told.user.id) };
    const publicKey = { ...told, user, challenge: bytes(told.challenge), excludeCredentials: named(told.excludeCredentials) };
    const { rawId, type, response } = await navigator.credentials.create({ publicKey });
    const parts = { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) };
    return { rawId: text(rawId), type, response: parts };
  }

  async function signed(told) {
    const publicKey = { ...told, challenge: bytes(told.challenge), allowCredentials: named(told.allowCredentials) };
    const { rawId, type, response } = await navigator.credentials.get({ publicKey });
    const parts = {};
    for (const name of ["clientDataJSON", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return { rawId: text(rawId), type, response: parts };
  }

  function why(error, words) {
    if (error.name === "InvalidStateError") return words.known;
    if (error.name === "NotAllowedError" || error.name === "SecurityError") return words.cancelled;
    return error.name === "Error" && error.message ? error.message : words.failed;
  }

  function begin(place) {
    const words = place.dataset, form = place.closest("form");
    const button = place.querySelector("button"), trouble = place.querySelector("[role=alert]");
    const isNew = words.passkey === "new", field = form.elements.passkey;
    const act = async (event) => {
      event.preventDefault();
      if (isNew && !form.reportValidity()) return;
      button.disabled = true;
      trouble.hidden = true;
      field.value = "";
      try {
        const told = await asked(words.ask, form, isNew ? { pin: form.elements.pin.value } : {});
        field.value = JSON.stringify(await (isNew ? made(told) : signed(told)));
        if (form.elements.pin) form.elements.pin.value = "";
        if (words.action) form.action = words.action;
        form.submit();
      } catch (error) {
        trouble.textContent = why(error, words);
        trouble.hidden = false;
        button.disabled = false;
      }
    };
    button.addEventListener("click", act);
    if (isNew) form.addEventListener("submit", act);
    window.addEventListener("pageshow", () => { field.value = ""; button.disabled = false; });
    place.hidden = false;
  }

  const hasPasskeys = window.isSecureContext && "PublicKeyCredential" in window;
  for (const place of document.querySelectorAll("[data-passkey]")) if (hasPasskeys) begin(place);
  for (const place of document.querySelectorAll("[data-no-passkey]")) place.hidden = hasPasskeys;
})();
