// The recorder: meter, pause, listen, cut; what was recorded stays on the phone until the hub has it.
const box = document.getElementById("recorder");
const words = box.dataset;
const part = (id) => document.getElementById(id);
const { send, Refused, Closed } = await import(words.tus);
const { clear, keepPiece, keepState, load } = await import(words.kept);
const { draw } = await import(words.wave);
const { Meter } = await import(words.meter);

const FORMS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
const PIECE_MS = 1000; // so much is lost at most when the browser is killed
const SHORTEST_S = 0.5;
let recorder = null;
let meter = null;
let awake = null;
let saving = Promise.resolve();
let now = { id: "", mime: "", seconds: 0, levels: [], from: 0, to: null, isSending: false };
let blob = null;

function show(...ids) {
  for (const one of ["begin", "hold", "go-on", "finish"]) part(one).hidden = !ids.includes(one);
  part("heard").hidden = !ids.includes("heard");
  part("doing").hidden = ids.includes("heard");
  box.querySelector(".meter").hidden = ids.includes("heard");
}

function complain(text) {
  part("told").textContent = text;
  part("told").hidden = !text;
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

async function begin() {
  complain("");
  let stream;
  try {
    const wish = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true };
    stream = await navigator.mediaDevices.getUserMedia({ audio: wish });
  } catch (error) {
    complain(error.name === "NotAllowedError" ? words.denied : words.noMicrophone);
    part("instead").hidden = false;
    return;
  }
  await clear();
  const mime = FORMS.find((one) => MediaRecorder.isTypeSupported(one)) ?? "";
  now = { id: String(Date.now()), mime, seconds: 0, levels: [], from: 0, to: null, isSending: false };
  recorder = new MediaRecorder(stream, { mimeType: mime, audioBitsPerSecond: 64000 });
  recorder.ondataavailable = (event) => event.data.size && save(event.data);
  recorder.onstop = finished;
  meter = new Meter(stream, { level, judged, heard });
  recorder.start(PIECE_MS);
  awake = await navigator.wakeLock?.request("screen").catch(() => null);
  show("hold", "finish");
  part("finish").focus();
}

function save(data) {
  const state = { ...now, levels: [...now.levels] };
  saving = saving.then(() => keepPiece(data, state)).then(isKept, () => (part("kept").textContent = words.notKept));
}

function isKept() {
  part("kept").textContent = words.isKept;
}

function level(share) {
  part("level").value = share;
}

function judged(how) {
  if (recorder?.state === "recording") part("judged").textContent = words[how];
}

function heard(step_s, loudness) {
  if (recorder?.state !== "recording") return;
  now.levels.push(Math.round(1000 * loudness) / 1000);
  now.seconds += step_s;
  part("time").textContent = clock(now.seconds);
  if (now.seconds >= Number(words.mostS)) recorder.stop();
}

async function finished() {
  meter.close();
  for (const track of recorder.stream.getTracks()) track.stop();
  awake?.release();
  await saving;
  if (now.seconds < SHORTEST_S) {
    await again();
    return complain(words.short);
  }
  now.to = now.seconds;
  await keepState(now).catch(() => {});
  await listen();
}

async function listen() {
  const found = await load();
  blob = new Blob(found.pieces, { type: now.mime });
  part("play").src = URL.createObjectURL(blob);
  part("time").textContent = clock(now.seconds);
  level(0);
  part("judged").textContent = "";
  for (const one of ["from", "to"]) {
    part(one).max = now.seconds.toFixed(1);
    part(one).value = one === "from" ? now.from : (now.to ?? now.seconds);
  }
  show("heard");
  moved();
  part("kept").focus();
}

function moved() {
  const least = Math.min(SHORTEST_S, now.seconds);
  if (Number(part("from").value) > Number(part("to").value) - least) {
    if (document.activeElement === part("to")) part("to").value = Number(part("from").value) + least;
    else part("from").value = Math.max(0, Number(part("to").value) - least);
  }
  now.from = Number(part("from").value);
  now.to = Number(part("to").value);
  for (const one of ["from", "to"]) {
    part(`${one}-text`).textContent = clock(now[one]);
    part(one).setAttribute("aria-valuetext", clock(now[one]));
  }
  draw(part("wave"), now.levels, now.from / now.seconds, now.to / now.seconds);
}

async function hearCut() {
  const play = part("play");
  play.currentTime = now.from;
  await play.play();
  const end = () => {
    if (play.currentTime < now.to && !play.paused) return requestAnimationFrame(end);
    play.pause();
  };
  end();
}

async function give() {
  complain("");
  now.isSending = true;
  await keepState(now).catch(() => {});
  part("sending").hidden = false;
  for (const one of ["send", "again", "from", "to"]) part(one).disabled = true;
  const isCut = now.from > 0.05 || now.to < now.seconds - 0.05;
  const cut = isCut ? { start: now.from.toFixed(2), end: now.to.toFixed(2) } : {};
  try {
    const id = await send(blob, {
      files: words.files,
      mark: words.mark,
      about: { filename: words.name, way: "recorded", ...cut },
      key: `recorded ${now.id} ${now.from} ${now.to}`,
      told: { progress, waiting: () => (part("sent").textContent = words.waits) },
    });
    await clear();
    location.assign(words.sounds.replace("ID", id));
  } catch (error) {
    if (error instanceof Closed) return location.reload(); // the PIN, then on by itself
    now.isSending = false;
    await keepState(now).catch(() => {});
    for (const one of ["send", "again", "from", "to"]) part(one).disabled = false;
    part("sending").hidden = true;
    complain(error instanceof Refused ? error.message : words.waits);
  }
}

function progress(share) {
  const percent = Math.floor(100 * share);
  part("bar").value = percent;
  part("sent").textContent = words.sent.replace("{percent}", percent);
}

async function again() {
  await clear();
  URL.revokeObjectURL(part("play").src);
  part("play").removeAttribute("src");
  part("time").textContent = "0:00";
  part("judged").textContent = words.ready;
  show("begin");
  part("begin").focus();
}

function why() {
  if (!window.isSecureContext) return words.insecure;
  if (!navigator.mediaDevices || !window.MediaRecorder) return words.noRecorder;
  return "";
}

async function open() {
  if (why()) {
    part("why-text").textContent = why();
    part("why").hidden = false;
    return;
  }
  box.hidden = false;
  part("instead").hidden = true;
  const found = await load().catch(() => null);
  if (!found?.state || !found.pieces.length) return show("begin");
  now = found.state;
  now.to ??= now.seconds;
  isKept();
  await listen();
  if (now.isSending) give();
}

part("begin").onclick = begin;
part("hold").onclick = () => {
  recorder.pause();
  show("go-on", "finish");
  part("go-on").focus();
};
part("go-on").onclick = () => {
  recorder.resume();
  show("hold", "finish");
  part("hold").focus();
};
part("finish").onclick = () => recorder.stop();
part("from").oninput = moved;
part("to").oninput = moved;
for (const one of ["from", "to"]) part(one).onchange = () => keepState(now).catch(() => {});
part("hear-cut").onclick = hearCut;
part("send").onclick = give;
part("again").onclick = again;
part("play").onloadedmetadata = () => {
  // what a browser records says no length: looking for its end finds it
  if (part("play").duration !== Infinity) return;
  part("play").addEventListener("timeupdate", () => (part("play").currentTime = 0), { once: true });
  part("play").currentTime = 1e9;
};
open();
