// The heartbeat: the page says that it paints, and hears what time of day it is for the screen.
const root = document.documentElement, time = document.getElementById("top-time");
const [beatS] = root.dataset.screen.split(" ").map(Number);
const PATIENCE_MS = 4000;
let build = "";

function take(day) {
  time.textContent = day.time;
  document.querySelectorAll("[data-time]").forEach((place) => { place.textContent = day.time; });
  root.dataset.colours = day.night ? "dark" : "light";
  if (build && build !== day.build) root.dataset.stale = "";
  build = day.build;
  document.dispatchEvent(new CustomEvent("hub:day", { detail: day }));
}

async function tell() {
  const ending = new AbortController(), timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  try {
    const page = document.querySelector("#main h1")?.textContent || document.title;
    const answer = await fetch("/kiosk/beat", { method: "POST", body: new URLSearchParams({ page, rest: root.dataset.resting === undefined ? "" : "yes" }), signal: ending.signal });
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
