// Keeps a recording on the phone, piece by piece, until the hub has acknowledged it.
const NAME = "hub-recorder";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("pieces", { autoIncrement: true });
      asked.result.createObjectStore("state");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(mode, work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const deal = base.transaction(["pieces", "state"], mode, { durability: "strict" });
      const answer = work(deal.objectStore("pieces"), deal.objectStore("state"));
      deal.oncomplete = () => resolve(answer);
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  } finally {
    base.close();
  }
}

// One more second of sound, and where the recording stands with it.
export async function keepPiece(data, state) {
  const bytes = await data.arrayBuffer();
  await within("readwrite", (pieces, states) => {
    pieces.add(bytes);
    states.put(state, "now");
  });
}

export async function keepState(state) {
  await within("readwrite", (_, states) => states.put(state, "now"));
}

// What was kept: {pieces, state}; state is undefined when there is nothing.
export async function load() {
  const found = await within("readonly", (pieces, states) => [pieces.getAll(), states.get("now")]);
  return { pieces: found[0].result, state: found[1].result };
}

export async function clear() {
  await within("readwrite", (pieces, states) => {
    pieces.clear();
    states.clear();
  }).catch(() => {});
}
