// "Nghe bằng tai nghe": all sound of this screen into the headphone socket until this person has gone.
const root = document.documentElement, label = root.dataset.headphones || "";
const PERCENT = 80;
let sink = "", percent = 100;

function buttons() { return [...document.querySelectorAll("[data-listen]")]; }

function apply() {
  for (const one of buttons()) { one.hidden = !label; one.setAttribute("aria-pressed", String(sink !== "")); }
  for (const one of document.querySelectorAll("audio, video")) tell(one);
  document.dispatchEvent(new CustomEvent("hub:output", { detail: { tell } }));
}

// never into the room at the headphones' volume: it is raised only when the sound really goes there
function tell(one) {
  one.volume = Math.min(percent, sink ? PERCENT : percent) / 100;
  if (!one.setSinkId) return;
  one.setSinkId(sink).then(() => { one.volume = (sink ? PERCENT : percent) / 100; }).catch(() => {});
}

async function find() {
  const all = await navigator.mediaDevices.enumerateDevices();
  const wanted = label.toLowerCase();
  return all.find((one) => one.kind === "audiooutput" && one.label.toLowerCase().includes(wanted))?.deviceId || "";
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-listen]");
  if (!button || !label) return;
  const told = document.getElementById("frame-listen");
  const isOn = sink !== "";
  try { sink = isOn ? "" : await find(); } catch { sink = ""; }
  if (told) told.textContent = !isOn && !sink ? told.dataset.none : "";
  apply();
});
document.addEventListener("hub:day", (event) => { percent = event.detail.percent; apply(); });
document.addEventListener("hub:shown", apply);
document.addEventListener("hub:forget", () => { sink = ""; apply(); });
apply();
