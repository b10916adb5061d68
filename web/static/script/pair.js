// A code for a new phone comes or goes: the first page is fetched anew, and the screen stays awake for it.
const root = document.documentElement;
const [beatS] = root.dataset.screen.split(" ").map(Number);
const PATIENCE_MS = 4000;
let showing = "";

function take(now) {
  root.toggleAttribute("data-pairing", now !== "");
  if (now === showing) return;
  showing = now;
  document.dispatchEvent(new CustomEvent("hub:pairing"));
}

async function ask() {
  try {
    const answer = await fetch("/kiosk/pairing", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) take((await answer.json()).showing);
  } catch { /* the beat says that the hub is away */ }
  setTimeout(ask, beatS * 1000);
}
ask();
