// What the hub is doing, on every page: the strip, the emergency that takes the screen, the stop, "away".
const live = document.getElementById("frame-live"), notes = document.getElementById("top-notes");
const away = document.getElementById("frame-away"), stop = document.getElementById("tool-stop");
const answer = document.getElementById("frame-stopped");
const FORGET_MS = 20000, PAGE_MS = 8000;
let source = null, urgent = "", paging = 0, isAway = false, isFirst = true, points = null;
let isSounding = false, isAsked = false;

function put(place, fresh) {
  if (place.innerHTML === fresh.innerHTML) return false;
  place.replaceChildren(...fresh.childNodes);
  return true;
}

// while something sounds, while it is being stopped, and as long as the answer can be read
function showStop() {
  if (stop) stop.hidden = !isSounding && !isAsked && answer.childElementCount === 0;
}

function setAway(value) {
  if (isAway === value) return;
  isAway = value;
  away.hidden = !value;
  if (!value) document.dispatchEvent(new CustomEvent("hub:back"));
}

// a long text turns its pages by itself, again and again, as the loudspeakers repeat it
function turnPages() {
  clearInterval(paging);
  const text = document.getElementById("takeover-text");
  if (!text) return;
  paging = setInterval(() => {
    const isEnd = text.scrollTop + text.clientHeight >= text.scrollHeight - 2;
    text.scrollTo({ top: isEnd ? 0 : text.scrollTop + text.clientHeight * 0.8, behavior: "smooth" });
  }, PAGE_MS);
}

function take(text) {
  const found = new DOMParser().parseFromString(text, "text/html");
  const fresh = found.querySelector('[data-for="live"]'), small = found.querySelector('[data-for="notes"]');
  if (!fresh || !small) return;
  put(notes, small);
  const now = fresh.dataset.urgent, isNew = now !== "" && now !== urgent;
  if (put(live, fresh)) {
    turnPages();
    document.dispatchEvent(new CustomEvent("hub:changed"));
  }
  const mark = found.querySelector('[data-for="points"]')?.dataset.mark ?? "";
  if (points !== null && points !== mark) document.dispatchEvent(new CustomEvent("hub:points"));
  points = mark;
  urgent = now;
  document.documentElement.toggleAttribute("data-urgent", urgent !== "");
  isSounding = fresh.dataset.sounding === "yes";
  showStop();
  if (isNew) {
    live.querySelector(".k-takeover").focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("hub:urgent"));
  }
}

// which news this page has heard: its beats say so, for a stream can end without a word
function hear(event) { document.documentElement.dataset.news = event.lastEventId; }

function listen() {
  source = new EventSource(live.dataset.events);
  source.addEventListener("now", (event) => { setAway(false); take(event.data); hear(event); });
  source.addEventListener("beat", hear);
  source.onopen = () => { if (!isFirst) setAway(false); isFirst = false; };
  source.onerror = () => {
    setAway(true);
    if (source.readyState === EventSource.CLOSED) { source.close(); setTimeout(listen, 1000); }
  };
}
listen();

// Twice in a row there are news of which this stream says nothing: another stream.
let isBehind = false, heard = "";
document.addEventListener("hub:day", (event) => {
  const { news = "" } = document.documentElement.dataset, was = isBehind;
  isBehind = news !== event.detail.news && news === heard;
  heard = news;
  if (!was || !isBehind || source.readyState !== EventSource.OPEN) return;
  isBehind = false;
  source.close();
  setAway(true);
  listen();
});
document.addEventListener("hub:away", () => setAway(true));
document.addEventListener("hub:reached", () => { if (source.readyState === EventSource.OPEN) setAway(false); });

if (stop) {
  const button = stop.querySelector("button");
  let timer = 0;
  stop.addEventListener("submit", async (event) => {
    event.preventDefault();
    isAsked = true;
    button.setAttribute("aria-disabled", "true");
    clearTimeout(timer);
    const ending = new AbortController(), patience = setTimeout(() => ending.abort(), 4000);
    try {
      const asked = await fetch(stop.action, { method: "POST", body: new URLSearchParams(new FormData(stop)), signal: ending.signal });
      answer.innerHTML = await asked.text();
      if (asked.ok) timer = setTimeout(() => { answer.replaceChildren(); showStop(); }, FORGET_MS);
    } catch {
      answer.innerHTML = document.getElementById("frame-unsure").innerHTML;
    } finally {
      clearTimeout(patience);
      isAsked = false;
      showStop();
      button.removeAttribute("aria-disabled");
    }
  });
}
