// Sends a file in pieces and goes on where it broke off: a small client of tus 1.0.0.
const VERSION = "1.0.0";
const FIRST = 128 * 1024;
const LARGEST = 500 * 1024; // the hub keeps only whole pieces: small enough for a bad link
const QUICK_MS = 1500;
const PATIENCE_MS = 60000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
const LASTING = new Set([400, 403, 404, 405, 412, 413, 415, 422, 429, 507]);

export class Refused extends Error {}
export class Closed extends Error {}

// Sends `blob`; the id of the upload when the hub has all of it.
//   files: address that takes uploads     mark: of a form of this page
//   about: what the hub is told of it     key: under which the address is remembered
//   told: {progress(share), waiting(), going()}     signal: ends it; it can be begun again
export async function send(blob, { files, mark, about, key, told, signal }) {
  const kept = `hub-upload ${key}`;
  let address = remembered(kept);
  let offset = null;
  let piece = FIRST;
  let failures = 0;
  if (address) told.going?.();
  while (true) {
    if (signal?.aborted) throw new Error("ended"); // Chrome 99 and before cannot throwIfAborted
    try {
      if (!address) {
        address = await create(files, mark, blob, about, signal);
        remember(kept, address);
        offset = 0;
      }
      if (offset === null) offset = await come(address, mark, signal);
      if (offset === null) {
        remember(kept, ""); // it was there too long
        address = null;
        continue;
      }
      told.progress(offset / blob.size);
      if (offset >= blob.size) break;
      const began = performance.now();
      offset = await give(address, mark, blob, offset, piece, signal);
      const took = performance.now() - began;
      piece = took < QUICK_MS ? Math.min(LARGEST, 2 * piece) : Math.max(FIRST / 4, piece / 2);
      failures = 0;
    } catch (error) {
      if (error instanceof Refused || error instanceof Closed || signal?.aborted) throw error;
      if (error instanceof ReferenceError) throw error; // this browser lacks what is needed here
      told.waiting();
      offset = null; // ask what has come
      piece = FIRST / 4;
      await pause(WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)], signal);
    }
  }
  remember(kept, "");
  return address.split("/").pop();
}

// A phone that keeps nothing still sends; it only cannot go on after the page was left.
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, address) {
  try {
    if (address) localStorage.setItem(key, address);
    else localStorage.removeItem(key);
  } catch {
    // as above
  }
}

async function create(files, mark, blob, about, signal) {
  const pairs = Object.entries(about).map(([name, value]) => `${name} ${base64(String(value))}`);
  const headers = { "Upload-Length": String(blob.size), "Upload-Metadata": pairs.join(",") };
  const answer = await ask("POST", files, mark, headers, null, signal);
  return new URL(answer.headers.get("Location"), location.href).pathname;
}

async function come(address, mark, signal) {
  try {
    const answer = await ask("HEAD", address, mark, {}, null, signal);
    return Number(answer.headers.get("Upload-Offset"));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

async function give(address, mark, blob, offset, size, signal) {
  const headers = {
    "Upload-Offset": String(offset),
    "Content-Type": "application/offset+octet-stream",
  };
  const body = blob.slice(offset, offset + size);
  const answer = await ask("PATCH", address, mark, headers, body, signal);
  return Number(answer.headers.get("Upload-Offset"));
}

async function ask(method, address, mark, headers, body, signal) {
  const late = AbortSignal.timeout?.(PATIENCE_MS);
  const both = signal && late && AbortSignal.any ? AbortSignal.any([signal, late]) : signal;
  const answer = await fetch(address, {
    method,
    body,
    signal: both,
    redirect: "manual",
    headers: { "Tus-Resumable": VERSION, "X-Hub-Mark": mark, ...headers },
  });
  if (answer.type === "opaqueredirect") throw new Closed(); // the phone was locked meanwhile
  if (answer.ok) return answer;
  const isPlain = answer.headers.get("Content-Type")?.startsWith("text/plain");
  if (!LASTING.has(answer.status) || (answer.status === 429 && !isPlain)) {
    throw new Error(String(answer.status)); // offsets that differ, a busy hub: ask again
  }
  const refused = new Refused(isPlain ? await answer.text() : String(answer.status));
  refused.status = answer.status;
  throw refused;
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal?.addEventListener("abort", done, { once: true });
  });
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
