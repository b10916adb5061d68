// A bulletin that is being typed: kept on the phone, offered again, sent once the network is back.
const form = document.getElementById("typing");
const KEY = "hub-draft";
const AGAIN_MS = 5000;
const FIELDS = ["form", "replaces", "title", "text", "kind", "repeats"];
const offer = document.getElementById("offer");
const told = document.getElementById("draft-told");
let isSending = false;

function read() {
  const fields = form.elements;
  return Object.fromEntries(FIELDS.map((name) => [name, fields[name].value]));
}

function keep(more = {}) {
  const draft = { ...read(), at: Date.now(), ...more };
  if (draft.title || draft.text) store(JSON.stringify(draft));
}

function store(text) {
  try {
    if (text) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {
    // a phone that keeps nothing still sends
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function restore(draft) {
  for (const name of FIELDS) form.elements[name].value = draft[name] ?? "";
  offer.hidden = true;
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
}

async function send() {
  if (isSending) return;
  isSending = true;
  keep({ isSending: true });
  say(form.dataset.sending);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const isClosed = form.dataset.closed.split(" ").includes(new URL(answer.url).pathname);
    if (answer.redirected && answer.ok && !isClosed) {
      store("");
      location.assign(answer.url);
    } else {
      keep(); // a mistake, or the phone is locked: the hub's own page says which
      form.submit();
    }
  } catch {
    isSending = false;
    say(form.dataset.waits);
    setTimeout(send, AGAIN_MS);
  }
}

function say(text) {
  told.textContent = text;
  told.hidden = !text;
}

form.addEventListener("input", () => keep());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
addEventListener("online", () => kept()?.isSending && send());
document.getElementById("take-back").addEventListener("click", () => restore(kept()));
document.getElementById("throw-away").addEventListener("click", () => {
  store("");
  offer.hidden = true;
});

const before = kept();
const isEmpty = !form.elements.title.value && !form.elements.text.value;
if (before?.isSending && isEmpty) {
  restore(before);
  send();
} else if (before && isEmpty) {
  document.getElementById("offer-what").textContent = before.title || before.text.slice(0, 60);
  offer.hidden = false;
}
