// Nobody there: asks, forgets everything of the last person, and shows what is new until a touch.
const root = document.documentElement;
const [, idleS, askS] = root.dataset.screen.split(" ").map(Number);
const ask = document.getElementById("frame-ask"), left = document.getElementById("ask-left");
const rest = document.getElementById("frame-rest"), dark = document.getElementById("frame-dark");
const old = document.getElementById("frame-old");
const SLIDE_S = 10, WAKE_MS = 700, RESTING = "resting";
let touched = performance.now(), state = "awake", isUsed = false, isLit = true;
let slide = 0, turned = 0, shift = 0, before = null, filled = "";

function isSpeaking() {
  return [...document.querySelectorAll("audio, video")].some((sound) => !sound.paused) || root.dataset.speaking !== undefined || root.dataset.recording !== undefined;
}

function isHome() { return root.dataset.page === "/kiosk/"; }

function wake() {
  touched = performance.now();
  ask.hidden = dark.hidden = rest.hidden = old.hidden = true;
  root.removeAttribute("data-resting");
  if (state === "asking" && before) before.focus({ preventScroll: true });
  if (state === "resting") document.dispatchEvent(new CustomEvent("hub:woken"));
  state = "awake";
}

function begin() {
  state = "asking";
  before = document.activeElement;
  ask.hidden = false;
  document.getElementById("here").focus();
}

// a new page, so that nothing can be left over; without a server what is here is emptied instead
async function forget() {
  state = "resting";
  ask.hidden = true;
  document.dispatchEvent(new CustomEvent("hub:forget"));
  sessionStorage.clear();
  if (!isUsed) { lieDown(); return; }
  isUsed = false;
  try {
    const answer = await fetch("/kiosk/forget", { method: "POST", signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(String(answer.status));
    sessionStorage.setItem(RESTING, "yes");
    location.replace("/kiosk/");
  } catch {
    document.dispatchEvent(new CustomEvent("hub:go", { detail: { address: "/kiosk/" } }));
    lieDown();
  }
}

async function fill() {
  try {
    const answer = await fetch(rest.dataset.from, { cache: "no-store", signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(String(answer.status));
    rest.innerHTML = await answer.text();
    filled = rest.querySelector("[data-time]")?.textContent || "";
    root.removeAttribute("data-old");
  } catch { root.setAttribute("data-old", ""); }
  old.textContent = old.dataset.words.replace("{time}", filled);
  old.hidden = root.dataset.old === undefined || !filled;
  turn(0);
}

function turn(number) {
  const slides = [...rest.querySelectorAll(".k-slide")];
  slide = slides.length ? number % slides.length : 0;
  slides.forEach((one, n) => { one.hidden = n !== slide; });
  shift = (shift + 1) % 9;
  root.dataset.shift = shift;
  turned = performance.now();
  return number > 0 && slide === 0;
}

function lieDown() {
  state = "resting";
  rest.hidden = false;
  root.setAttribute("data-resting", "");
  if (root.dataset.stale !== undefined && document.getElementById("frame-away").hidden) {
    sessionStorage.setItem(RESTING, "yes");
    location.replace("/kiosk/");
    return;
  }
  fill();
}

function look() {
  const now = performance.now(), quiet = (now - touched) / 1000;
  if (root.dataset.urgent !== undefined) { ask.hidden = dark.hidden = true; if (state === "asking") state = "awake"; touched = state === "awake" ? now : touched; return; }
  if (root.dataset.pairing !== undefined && state === "awake" && isHome()) { touched = now; return; }
  if (isSpeaking() && state !== "resting") { touched = now; ask.hidden = true; state = "awake"; return; }
  if (state === "awake" && quiet >= idleS) begin();
  if (state === "asking") {
    left.textContent = Math.max(0, Math.ceil(idleS + askS - quiet));
    if (quiet >= idleS + askS) forget();
  }
  if (state === "resting") {
    dark.hidden = isLit;
    if ((now - turned) / 1000 >= SLIDE_S && rest.hidden === false && turn(slide + 1)) fill();
  }
}

// the touch that wakes opens nothing: neither the press nor the click that follows it
let wokenAt = -Infinity;
function hold(event) {
  event.preventDefault();
  event.stopPropagation();
}
for (const name of ["pointerdown", "keydown"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest?.(".k-takeover, .k-stop")) { touched = performance.now(); return; }
    isUsed = true;
    if (state === "awake") { touched = performance.now(); return; }
    if (state !== "resting") return;
    wokenAt = performance.now();
    wake();
    hold(event);
  }, true);
}
document.addEventListener("click", (event) => {
  if (performance.now() - wokenAt < WAKE_MS) hold(event);
}, true);
document.getElementById("here").addEventListener("click", wake);
document.getElementById("gone").addEventListener("click", forget);
// a code for a new phone: shown at once, unless somebody reads something here
document.addEventListener("hub:pairing", () => {
  if (state === "awake" && !isHome()) return;
  if (root.dataset.pairing !== undefined) wake();
  document.dispatchEvent(new CustomEvent("hub:go", { detail: { address: "/kiosk/" } }));
});
document.addEventListener("hub:day", (event) => { isLit = event.detail.lit; });
for (const name of ["hub:back", "hub:changed"]) {
  document.addEventListener(name, () => { if (state === "resting" && !rest.hidden) fill(); });
}
if (sessionStorage.getItem(RESTING) || !history.length) { sessionStorage.removeItem(RESTING); lieDown(); }
setInterval(look, Math.min(1000, idleS * 250));
