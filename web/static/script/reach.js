// Says so when the hub cannot be reached: an order without an answer, a page that may be old.
(function () {
  "use strict";
  var BEAT_MS = 40000, RETRY_MS = 6000;
  var heard = Date.now(), isOpen = true, since = 0;

  function unreached() {
    var answer = document.getElementById("answer"), told = document.getElementById("unreached");
    answer.replaceChildren(told.content.cloneNode(true));
  }

  function show() {
    var isLost = !isOpen && Date.now() - since > RETRY_MS;
    document.getElementById("stale").hidden = !(isLost || !navigator.onLine || Date.now() - heard > BEAT_MS);
  }

  function beat() { heard = Date.now(); }

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, unreached);
  });
  document.addEventListener("htmx:sseOpen", function (event) {
    isOpen = true;
    beat();
    event.detail.source.addEventListener("beat", beat);
    event.detail.source.addEventListener("now", beat);
    show();
  });
  document.addEventListener("htmx:sseError", function () {
    if (isOpen) since = Date.now();
    isOpen = false;
  });
  window.addEventListener("offline", show);
  window.addEventListener("online", show);
  setInterval(show, 1000);
})();
