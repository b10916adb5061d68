// Sets the offline shell up where the phone trusts the hub, keeps its calendar fresh, installs the app.
"use strict";

const EVERY_MS = 10 * 60 * 1000;

async function setUp() {
  if (!("serviceWorker" in navigator)) return told(false);
  try {
    await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  } catch (error) {
    return told(false); // the certificate was clicked through, or is not believed
  }
  told(true);
  if (!document.querySelector(".nav")) return;
  const ready = await navigator.serviceWorker.ready;
  const keep = () => ready.active.postMessage("keep");
  keep();
  setInterval(keep, EVERY_MS);
}

function told(isTrusted) {
  for (const [id, isShown] of [["trusted", isTrusted], ["untrusted", !isTrusted]]) {
    const element = document.getElementById(id);
    if (element) element.hidden = !isShown;
  }
}

window.addEventListener("beforeinstallprompt", event => {
  const button = document.getElementById("install");
  if (!button) return;
  event.preventDefault();
  button.hidden = false;
  button.addEventListener("click", () => { button.hidden = true; event.prompt(); });
});

setUp();
