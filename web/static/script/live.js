// Speaks live: microphone to numbered frames to the hub, for as long as the button is held.
(function () {
  "use strict";
  var RATE = 24000, RATES = [16000, 24000, 44100, 48000];
  var TOGETHER = 2, IN_FLIGHT = 4, MOST_HELD = 10;  // frames of 20 ms; posts; frames
  var GONE_MS = 1000, TAP_MS = 300, END_MS = 4000;
  var root = document.getElementById("live");
  if (!root) return;
  var at = function (name) { return document.getElementById("live-" + name); };
  var button = at("button"), latch = at("latch"), words = root.dataset;
  var context = null, stream = null, talk = null, level = 0, is_open = false;

  function put(name, text) {
    var place = at(name);
    if (place.textContent !== text) place.textContent = text || "";
  }

  function show(told) {
    put("say", told.say);
    put("more", told.more);
    put("warning", told.warning);
    root.dataset.phase = told.phase;
    name();
  }

  function name() {
    var on = talk !== null, speaks = on && root.dataset.phase === "on_air";
    button.setAttribute("aria-pressed", String(on));
    if (on && !speaks) put("name", words.waiting);
    else put("name", latch.checked ? (on ? words.latchOff : words.latchOn) : (on ? words.holding : words.hold));
  }

  function ending(ms) {  // Chrome 102 and before have no AbortSignal.timeout
    if (AbortSignal.timeout) return AbortSignal.timeout(ms);
    var made = new AbortController();
    setTimeout(function () { made.abort(); }, ms);
    return made.signal;
  }

  function post(address, body, type) {
    return fetch(address, {
      method: "POST", body: body, redirect: "error", cache: "no-store",
      headers: { "X-Hub-Mark": words.mark, "Content-Type": type },
      signal: ending(3000)
    }).then(function (answer) {
      return answer.json().then(function (told) { return { ok: answer.ok, told: told }; });
    });
  }

  function packed(frames) {
    var size = frames.reduce(function (sum, one) { return sum + 16 + one.pcm.byteLength; }, 0);
    var body = new Uint8Array(size), view = new DataView(body.buffer), place = 0;
    frames.forEach(function (one) {
      view.setUint32(place, one.pcm.byteLength);
      view.setUint32(place + 4, one.seq);
      view.setBigUint64(place + 8, BigInt(one.us));
      body.set(new Uint8Array(one.pcm), place + 16);
      place += 16 + one.pcm.byteLength;
    });
    return body;
  }

  function begin() {
    var mine = { to: "", seq: 0, held: [], flying: 0, is_let_go: false, is_said: false, since: performance.now(), heard: performance.now() };
    talk = mine;
    context.resume();
    show({ phase: "asked", say: words.asked, more: "", warning: "" });
    name();
    awake(true);
    post(words.begin, "rate=" + context.sampleRate, "application/x-www-form-urlencoded").then(function (answer) {
      mine.heard = performance.now();
      show(answer.told);
      if (!answer.ok) return over(mine);
      mine.to = answer.told.to;
      send(mine);
    }).catch(function () { lost(mine); });
  }

  function letGo() {
    var mine = talk;
    if (mine === null || mine.is_let_go) return;
    mine.is_let_go = true;
    mine.let_go = performance.now();
    if (!latch.checked && mine.let_go - mine.since < TAP_MS) mine.short = true;
    send(mine);
  }

  function send(mine) {
    if (talk !== mine || !mine.to) return;
    var last = mine.is_let_go && !mine.is_said;
    if (last && mine.flying && performance.now() - mine.let_go < 250) return;
    if (last) mine.held.push({ seq: mine.seq++, us: 0, pcm: new ArrayBuffer(0) });
    else if (mine.flying >= IN_FLIGHT || mine.held.length < TOGETHER && !mine.is_let_go) return;
    mine.is_said = mine.is_said || last;
    var frames = mine.held;
    mine.held = [];
    mine.flying += 1;
    post(mine.to, packed(frames), "application/octet-stream").then(function (answer) {
      mine.flying -= 1;
      mine.heard = performance.now();
      if (talk !== mine) return;
      show(answer.told);
      if (!answer.ok || answer.told.phase === "ended") over(mine);
    }).catch(function () { mine.flying -= 1; });
  }

  function over(mine) {
    if (talk !== mine) return;
    talk = null;
    if (mine.short) put("warning", words.short);
    name();
    awake(false);
  }

  function lost(mine) {
    if (talk !== mine) return;
    show({ phase: "ended", say: words.lost, more: "", warning: "" });
    over(mine);
  }

  function look() {
    var mine = talk, now = performance.now();
    if (mine === null) return;
    if (now - mine.heard > (mine.to ? GONE_MS : 3500)) return lost(mine);
    if (mine.is_let_go && now - mine.let_go > END_MS) return lost(mine);
    if (mine.is_let_go && mine.flying === 0) send(mine);
  }

  function heard(event) {
    var frame = event.data, mine = talk;
    level = Math.max(frame.peak, level * 0.85);
    if (mine === null || mine.is_let_go) return;
    mine.held.push({ seq: mine.seq++, us: frame.us, pcm: frame.pcm });
    if (mine.held.length > MOST_HELD) mine.held.shift();
    send(mine);
  }

  function draw() {
    var db = level > 0 ? 20 * Math.log10(level) : -60;
    at("level").value = Math.max(0, Math.min(100, Math.round((db + 60) / 60 * 100)));
    if (talk === null) put("warning", level > 0.98 ? words.loud : at("warning").textContent === words.loud ? "" : at("warning").textContent);
  }

  var lock = null;
  function awake(on) {
    if (!on && lock) { lock.release().catch(function () {}); lock = null; }
    if (on && navigator.wakeLock) navigator.wakeLock.request("screen").then(function (got) {
      if (talk === null) got.release(); else lock = got;
    }).catch(function () {});
  }

  function source(rate) {
    var made = rate ? new AudioContext({ sampleRate: rate, latencyHint: "interactive" }) : new AudioContext();
    try {
      return [made, made.createMediaStreamSource(stream)];
    } catch (error) {
      made.close();
      if (!rate) throw error;
      return source(0);
    }
  }

  function open() {
    if (is_open) return;
    is_open = true;
    put("trouble", "");
    var wish = { echoCancellation: false, noiseSuppression: true, autoGainControl: false, channelCount: 1 };
    navigator.mediaDevices.getUserMedia({ audio: wish }).then(function (given) {
      stream = given;
      var made = source(RATE);
      context = made[0];
      if (RATES.indexOf(context.sampleRate) < 0) throw new Error("rate");
      return context.audioWorklet.addModule(words.capture).then(function () {
        var capture = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
        capture.port.onmessage = heard;
        made[1].connect(capture);
        stream.getAudioTracks()[0].addEventListener("ended", close);
        at("first").hidden = true;
        at("then").hidden = false;
        context.resume();
      });
    }).catch(function () {
      close();
      put("trouble", words.noMicrophone);
    });
  }

  function close() {
    letGo();
    if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
    if (context) context.close();
    stream = context = null;
    is_open = false;
    at("first").hidden = false;
    at("then").hidden = true;
  }

  function leave() {
    if (talk !== null && talk.to && !talk.is_said) {
      talk.is_let_go = talk.is_said = true;
      talk.let_go = performance.now();
      var end = packed([{ seq: talk.seq++, us: 0, pcm: new ArrayBuffer(0) }]);
      fetch(talk.to, { method: "POST", body: end, keepalive: true, headers: { "X-Hub-Mark": words.mark, "Content-Type": "application/octet-stream" } }).catch(function () {});
    }
  }

  at("microphone").addEventListener("click", open);
  button.addEventListener("pointerdown", function (event) {
    if (latch.checked || talk !== null || event.button) return;
    button.setPointerCapture(event.pointerId);
    begin();
  });
  ["pointerup", "pointercancel", "lostpointercapture"].forEach(function (kind) {
    button.addEventListener(kind, function () { if (!latch.checked) letGo(); });
  });
  button.addEventListener("contextmenu", function (event) { event.preventDefault(); });
  button.addEventListener("keydown", function (event) {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (event.repeat) return;
    if (talk === null) begin();
    else if (latch.checked) letGo();
  });
  button.addEventListener("keyup", function (event) {
    if (event.key === " " || event.key === "Enter") { event.preventDefault(); if (!latch.checked) letGo(); }
  });
  button.addEventListener("click", function () {
    if (latch.checked) { if (talk === null) begin(); else letGo(); }
    else if (talk === null) put("warning", words.short);
  });
  button.addEventListener("blur", function () { if (!latch.checked) letGo(); });
  latch.addEventListener("change", function () { letGo(); name(); });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { leave(); close(); } });
  window.addEventListener("pagehide", leave);
  setInterval(look, 50);
  setInterval(draw, 60);
  name();
  if (navigator.permissions) navigator.permissions.query({ name: "microphone" }).then(function (found) {
    if (found.state === "granted") open();
  }).catch(function () {});
})();
