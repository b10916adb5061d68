// On the offline page: how old the calendar is, no days that have passed, back when the hub is.
"use strict";

const TRY_MS = 8000;
const MINUTE_MS = 60 * 1000;

function say(sentence, count) {
  return sentence.replace("{n}", String(count));
}

function age(words, at) {
  const minutes = Math.max(0, Math.floor((Date.now() - at) / MINUTE_MS));
  if (minutes < 1) return words.now;
  if (minutes < 60) return say(words.minutes, minutes);
  if (minutes < 48 * 60) return say(words.hours, Math.floor(minutes / 60));
  return say(words.days, Math.floor(minutes / (24 * 60)));
}

function today() {
  const now = new Date();
  const two = number => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function show() {
  const kept = document.getElementById("kept");
  const at = Number(kept.dataset.at);
  for (const day of kept.querySelectorAll("[data-day]")) {
    if (day.dataset.day < today()) day.remove();
  }
  kept.hidden = !at || !kept.querySelector("[data-day]");
  document.getElementById("age").textContent = age(kept.dataset, at);
}

async function tryAgain() {
  try {
    const answer = await fetch("/alive", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch (error) {
    // still away
  }
}

show();
setInterval(show, MINUTE_MS);
setInterval(tryAgain, TRY_MS);
window.addEventListener("online", tryAgain);
document.getElementById("again").addEventListener("click", () => location.reload());
