// The frame: puts pages in without loading the whole, goes back, larger and lower, and keeps people in.
const root = document.documentElement;
const main = document.getElementById("main");
const back = document.getElementById("tool-back");
const HOME = "/kiosk/";
const PATIENCE_MS = 6000, AHEAD_MS = 2000;
const behind = [];
let here = location.pathname + location.search, turn = 0, ahead = null;
const old = new Set();

function tell(name, detail) { document.dispatchEvent(new CustomEvent(name, { detail })); }

async function begin() {
  back.hidden = behind.length === 0;
  root.dataset.page = here;
  const mine = turn;
  for (const address of (main.dataset.modules || "").split(" ").filter(Boolean)) {
    const module = await import(address);
    if (mine === turn) module.begin(main);
  }
  if (mine === turn) tell("hub:shown");
}

function show(text, scroll) {
  const found = new DOMParser().parseFromString(text, "text/html");
  const fresh = found.getElementById("main");
  if (!fresh) return false;
  main.replaceChildren(...fresh.childNodes);
  main.dataset.modules = fresh.dataset.modules || "";
  main.dataset.fresh = fresh.dataset.fresh || "";
  document.title = found.title;
  main.scrollTo({ top: scroll, behavior: "instant" });
  if (window.htmx) window.htmx.process(main);
  return true;
}

// Where a page can be fetched again: what a form answers without leading elsewhere stands at the form's page.
function shownAt(answer, how, before) {
  if (how.method === "POST" && !answer.redirected) return before;
  const url = new URL(answer.url);
  return url.pathname + url.search;
}

// Not a page of ours: the wall keeps what it shows, for nothing else beats, stops or is taken over.
function leave(address) {
  if (root.dataset.screen === undefined) location.assign(address);
  else tell("hub:away");
}

// The part of a page that is put into the frame.
async function fetched(address, how = {}) {
  const signal = AbortSignal.timeout(how.body instanceof FormData ? 4 * PATIENCE_MS : PATIENCE_MS);
  const answer = await fetch(address, { method: how.method || "GET", body: how.body, headers: { "Hub-Part": "main" }, signal, cache: "no-store" });
  return [answer, await answer.text()];
}

function taken(address) {
  const found = ahead;
  ahead = null;
  return found?.address === address && performance.now() - found.since < AHEAD_MS ? found.page : fetched(address);
}

// Where whoever goes back finds what was typed into the search, and its answers.
function left() {
  const field = main.querySelector("form[role=search] input[name=q]");
  if (!field?.value) return here;
  return `${new URL(field.form.action).pathname}?${new URLSearchParams({ q: field.value })}`;
}

// Fetches a page and shows it; the one asked for last wins.
async function go(address, how = {}) {
  const mine = ++turn, from = { address: left(), top: main.scrollTop };
  try {
    const [answer, text] = await (how.method ? fetched(address, how) : taken(address));
    if (mine !== turn) return;
    if (!show(text, how.top || 0)) { leave(answer.url); return; }
    tell("hub:left");
    const stands = shownAt(answer, how, from.address);
    if (!how.isBack && !how.isHome && from.address !== stands) behind.push(from);
    if (behind.length > 30) behind.shift();
    here = stands;
    if (here === HOME) behind.length = 0;
    tell("hub:reached");
    begin();
  } catch {
    if (mine === turn) tell("hub:away");
  }
}

function isBusy() {
  const field = document.activeElement, isTyping = main.contains(field) && field.matches("input, textarea, select");
  const isHeard = [...document.querySelectorAll("audio, video")].some((sound) => !sound.paused);
  const isScanned = !document.getElementById("frame-whole").hidden;
  return isTyping || isHeard || isScanned || root.dataset.speaking !== undefined || root.dataset.recording !== undefined;
}

// What a page says of this moment is fetched again when it has changed, but never from under somebody's hands.
// Pages of the hub's doing wait for "yes", the page of access points for "wifi".
async function renew(what) {
  const mine = turn, address = here;
  if (what) old.add(what);
  if (!old.has(main.dataset.fresh) || isBusy()) return;
  const known = main.dataset.fresh;
  old.delete(known);
  try {
    const [answer, text] = await fetched(address);
    if (mine !== turn || address !== here || !answer.ok) return;
    if (isBusy()) old.add(known);
    else if (show(text, main.scrollTop)) begin();
  } catch { old.add(known); }
}
document.addEventListener("hub:changed", () => renew("yes"));
document.addEventListener("hub:points", () => renew("wifi"));
// a page that the hub could not make is asked for with each beat, until it is there
document.addEventListener("hub:day", () => renew(main.dataset.fresh === "again" ? "again" : ""));

function isOurs(url) { return url.origin === location.origin && url.pathname.startsWith(HOME); }

function isWhole(link) { return link.dataset.full !== undefined || link.target || link.download; }

// what a finger has begun to touch is fetched before it is lifted
document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest("a[href]"), url = link && new URL(link.href);
  ahead = null;
  if (!link || !isOurs(url) || isWhole(link) || url.hash) return;
  const address = url.pathname + url.search, page = fetched(address);
  page.catch(() => {});  // whoever goes there says that the hub is away
  ahead = { address, page, since: performance.now() };
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  const url = new URL(link.href);
  if (url.protocol === "http:" || url.protocol === "https:") {
    if (!isOurs(url) && root.dataset.screen !== undefined) { event.preventDefault(); return; }
  } else { event.preventDefault(); return; }
  if (!isOurs(url) || isWhole(link)) return;
  event.preventDefault();
  if (url.pathname === location.pathname && url.hash) return;
  go(url.pathname + url.search, { isHome: url.pathname === HOME });
});

document.addEventListener("submit", (event) => {
  const form = event.target, url = new URL(form.action);
  if (form.dataset.own !== undefined || form.dataset.full !== undefined || event.defaultPrevented) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (form.method === "get") {
    go(`${url.pathname}?${new URLSearchParams(fields)}`);
  } else {
    go(url.pathname, { method: "POST", body: form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields) });
  }
});

back.addEventListener("click", () => {
  const last = behind.pop();
  if (last) go(last.address, { isBack: true, top: last.top });
});

function toggle(id, name, value) {
  const button = document.getElementById(id);
  if (!button) return;
  button.addEventListener("click", () => {
    const isOn = root.getAttribute(name) !== value;
    if (isOn) root.setAttribute(name, value); else root.removeAttribute(name);
    button.setAttribute("aria-pressed", String(isOn));
  });
  document.addEventListener("hub:forget", () => {
    root.removeAttribute(name);
    button.setAttribute("aria-pressed", "false");
  });
}
toggle("tool-larger", "data-text", "large");
toggle("tool-lower", "data-reach", "low");

document.getElementById("tool-language").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    location.replace(here);
  } catch { tell("hub:away"); }
});

// the next person starts from the beginning: nothing of the last one is left
document.addEventListener("hub:forget", () => {
  behind.length = 0;
  document.querySelectorAll("form").forEach((form) => form.reset());
  getSelection().removeAllRanges();
  document.querySelectorAll("audio, video").forEach((sound) => { sound.pause(); sound.currentTime = 0; });
});
// an emergency is heard over everything
document.addEventListener("hub:urgent", () => document.querySelectorAll("audio, video").forEach((sound) => sound.pause()));
document.addEventListener("hub:go", (event) => go(event.detail.address, { isHome: event.detail.address === HOME }));

if (root.dataset.screen !== undefined) {
  for (const name of ["contextmenu", "dragstart", "drop", "gesturestart"]) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  document.addEventListener("selectstart", (event) => { if (!event.target.closest?.("input, textarea")) event.preventDefault(); });
  document.addEventListener("touchstart", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
  document.addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
  document.addEventListener("keydown", (event) => {
    const isOdd = event.ctrlKey || event.altKey || event.metaKey || /^(F\d+|ContextMenu|BrowserBack)$/.test(event.key);
    if (isOdd) event.preventDefault();
  }, true);
  window.open = () => null;
}
begin();
