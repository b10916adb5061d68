// The heartbeat: the page says that it paints, and hears what time of day it is for the screen.
const root = document.documentElement, time = document.getElementById("top-time");
const [beatS] = root.dataset.screen.split(" ").map(Number);
const PATIENCE_MS = 4000;
const DAY_S = 24 * 3600;
let build = "", midnightS = null, unknown = "";

// The clock goes on by the browser's own while the hub is away; its time of day comes with each beat.
function tick() {
  const told = midnightS === null ? unknown : hours(Math.floor(midnightS + performance.now() / 1000) % DAY_S);
  if (!told) return;
  for (const place of [time, ...document.querySelectorAll("[data-time]")]) {
    if (place.textContent !== told) place.textContent = told;
  }
}
setInterval(tick, 1000);

function hours(day) {
  return [day / 3600, (day % 3600) / 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

function take(day) {
  // a hub that woke up in the past tells no time of day
  midnightS = day.second === null ? null : day.second - performance.now() / 1000;
  unknown = day.second === null ? day.time : "";
  tick();
  root.dataset.colours = day.night ? "dark" : "light";
  if (build && build !== day.build) root.dataset.stale = "";
  build = day.build;
  document.dispatchEvent(new CustomEvent("hub:day", { detail: day }));
}

// Something to read, in a frame that works: a white page paints, too.
function isWhole() {
  const shown = document.querySelector(".k-takeover") || document.getElementById("main");
  return root.dataset.page !== undefined && shown.offsetHeight > 0 && shown.innerText.trim() !== "";
}

function state(page) {
  const yes = (is) => (is ? "yes" : "");
  return new URLSearchParams({ page, rest: yes(root.dataset.resting !== undefined), whole: yes(isWhole()), news: root.dataset.news || "" });
}

async function tell() {
  const ending = new AbortController(), timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  try {
    const page = document.querySelector("#main h1")?.textContent || document.title;
    const answer = await fetch("/kiosk/beat", { method: "POST", body: state(page), signal: ending.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    take(await answer.json());
    document.dispatchEvent(new CustomEvent("hub:reached"));
  } catch {
    document.dispatchEvent(new CustomEvent("hub:away"));
  } finally { clearTimeout(timer); }
}

async function beat() {
  await tell();
  setTimeout(painted, beatS * 1000);
}

// a touch in the dark does not wait for the next beat: the light comes back by it
document.addEventListener("hub:woken", tell);

// only a page that is painted gets two frames one after the other
function painted() { requestAnimationFrame(() => requestAnimationFrame(beat)); }
painted();
