// "Nghe lại": one large button a bulletin, how far it is, and one sound at a time; the volume is the hour's.
function place(sound) { return sound.closest?.(".k-listen"); }

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function tell(sound) {
  const box = place(sound);
  if (!box) return;
  const length = Number.isFinite(sound.duration) ? sound.duration : 0, isOn = !sound.paused;
  box.querySelector("button").setAttribute("aria-pressed", String(isOn));
  box.querySelector("progress").value = length ? sound.currentTime / length : 0;
  const isBegun = isOn || sound.currentTime > 0;
  // a text that is said anew each second would drown what is played: it is told when it stops
  const time = box.querySelector(".k-listen__time");
  time.setAttribute("aria-live", isOn ? "off" : "polite");
  time.textContent = isBegun && length ? `${clock(sound.currentTime)} / ${clock(length)}` : "";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".k-listen__button");
  if (!button) return;
  const sound = place(button).querySelector("audio");
  if (!sound.paused) { sound.pause(); return; }
  document.querySelectorAll("audio, video").forEach((one) => { if (one !== sound) one.pause(); });
  document.dispatchEvent(new CustomEvent("hub:listening"));
  sound.play().catch(() => {});
});
for (const name of ["play", "pause", "timeupdate", "ended", "emptied", "loadedmetadata"]) {
  document.addEventListener(name, (event) => tell(event.target), true);
}
document.addEventListener("ended", (event) => { if (place(event.target)) event.target.currentTime = 0; }, true);
document.addEventListener("error", (event) => {
  const box = event.target instanceof HTMLMediaElement && event.target.currentSrc ? place(event.target) : null;
  if (!box) return;
  tell(event.target);
  box.querySelector(".k-listen__time").textContent = box.dataset.none;
}, true);
