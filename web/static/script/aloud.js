// Reads the page that is open aloud: stop, again, slower; by the broadcasts' voice, made on the hub.
const root = document.documentElement, button = document.getElementById("tool-aloud");
const player = document.getElementById("frame-player"), told = document.getElementById("frame-spoken");
const slower = document.getElementById("tool-slower");
const sound = new Audio();
const LOOK_MS = 400, LONGEST_MS = 60000;
let asked = 0, volume = 0.8, isTold = false;

function tell(name) { told.textContent = told.dataset[name] || ""; }

function quiet() {
  asked++;
  sound.pause();
  sound.removeAttribute("src");
  player.hidden = true;
  root.removeAttribute("data-speaking");
  button.setAttribute("aria-pressed", "false");
}

async function json(address, how) {
  const answer = await fetch(address, { ...how, cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// a search shows its answers while somebody types, and stays at the address without them
function address() {
  const form = document.querySelector("#main form[role=search]");
  if (!form) return root.dataset.page || location.pathname;
  return `${new URL(form.action).pathname}?${new URLSearchParams(new FormData(form))}`;
}

async function speak() {
  const mine = ++asked, from = performance.now();
  document.querySelectorAll("audio, video").forEach((one) => one.pause());
  player.hidden = false;
  button.setAttribute("aria-pressed", "true");
  tell("wait");
  try {
    const page = address();
    const body = new URLSearchParams({ page, mark: button.dataset.mark });
    let made = await json(button.dataset.ask, { method: "POST", body });
    while (mine === asked && !["done", "refused", "away"].includes(made.state)) {
      if (made.waits || performance.now() - from > LONGEST_MS) { tell("late"); }
      if (performance.now() - from > 2 * LONGEST_MS) break;
      await new Promise((done) => { setTimeout(done, LOOK_MS); });
      made = await json(`${button.dataset.ask}/${made.job}`);
    }
    if (mine !== asked) return;
    if (made.state !== "done") { tell("none"); return; }
    sound.src = `${button.dataset.ask}/${made.job}/sound`;
    start();
  } catch { if (mine === asked) tell("none"); }
}

function start() {
  sound.currentTime = 0;
  if (!isTold) sound.volume = volume;
  sound.preservesPitch = true;
  sound.playbackRate = sound.defaultPlaybackRate = slower.getAttribute("aria-pressed") === "true" ? 0.75 : 1;
  root.dataset.speaking = "";
  tell("reads");
  sound.play().catch(() => tell("none"));
}

button.addEventListener("click", () => { if (player.hidden) speak(); else quiet(); });
document.getElementById("tool-quiet").addEventListener("click", quiet);
document.getElementById("tool-again").addEventListener("click", () => { if (sound.src) start(); else speak(); });
slower.addEventListener("click", () => {
  const isSlow = slower.getAttribute("aria-pressed") !== "true";
  slower.setAttribute("aria-pressed", String(isSlow));
  sound.playbackRate = isSlow ? 0.75 : 1;
});
sound.addEventListener("ended", () => { root.removeAttribute("data-speaking"); told.textContent = ""; });
document.addEventListener("hub:left", quiet);
document.addEventListener("hub:urgent", quiet);
document.addEventListener("hub:listening", quiet);
document.addEventListener("hub:forget", () => { quiet(); slower.setAttribute("aria-pressed", "false"); });
document.addEventListener("hub:day", (event) => {
  volume = event.detail.percent / 100;
});
document.addEventListener("hub:output", (event) => { isTold = true; event.detail.tell(sound); });
