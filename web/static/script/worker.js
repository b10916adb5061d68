// The offline shell: says plainly that the hub is away, and shows the calendar as it was kept.
// Before this, the hub writes RELEASE (a hash of everything below) and SHELL (addresses).
// It answers nothing from memory that may be out of date: every page, event and order goes to the
// hub; only files named by their own hash are taken from here.
"use strict";

const FILES = `files-${RELEASE}`;
const KEPT = "kept";
const AWAY = "/offline";
const CALENDAR = "/kept";
const PATIENCE_MS = 10000;
const LONGEST_MS = 7 * 24 * 3600 * 1000;

self.addEventListener("install", event => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", event => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
});

self.addEventListener("message", event => {
  if (event.data === "keep") event.waitUntil(keep());
});

async function fill() {
  const files = await caches.open(FILES);
  await files.addAll(SHELL);
  // without cookies: whose phone this is stands nowhere in it
  await files.put(AWAY, await fetch(AWAY, { credentials: "omit", cache: "no-store" }));
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter(name => name !== FILES && name !== KEPT);
  await Promise.all(old.map(name => caches.delete(name)));
}

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

// Chrome 102 and before have no AbortSignal.timeout
function ending(ms) {
  if (AbortSignal.timeout) return AbortSignal.timeout(ms);
  const made = new AbortController();
  setTimeout(() => made.abort(), ms);
  return made.signal;
}

async function page(request) {
  try {
    const answer = await fetch(request, { signal: ending(PATIENCE_MS) });
    // shut out: the phone keeps nothing
    if (new URL(answer.url).pathname === "/door") await caches.delete(KEPT);
    return answer;
  } catch (error) {
    return away();
  }
}

async function away() {
  const shell = await caches.match(AWAY);
  const kept = await caches.match(CALENDAR);
  const html = await shell.text();
  const at = kept ? Number(kept.headers.get("X-Kept-At")) : 0;
  const calendar = kept && Date.now() - at < LONGEST_MS ? await kept.text() : "";
  const filled = html.replace("<!--kept-->", () => calendar).replace('data-at=""', `data-at="${calendar ? at : ""}"`);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  const policy = shell.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  return new Response(filled, { status: 503, headers });
}

async function keep() {
  try {
    const answer = await fetch(CALENDAR, { cache: "no-store" });
    if (answer.redirected || !answer.ok) return;
    const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": String(Date.now()) };
    const kept = await caches.open(KEPT);
    await kept.put(CALENDAR, new Response(await answer.text(), { headers }));
  } catch (error) {
    // the hub is away just now: what was kept before stays, with its age
  }
}
