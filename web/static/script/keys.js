// The keys on the screen for any field with data-keys="vi" (Telex or plain), "plain" or "digits".
const place = document.getElementById("keys"), root = document.documentElement;
const words = place.dataset;
const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const SIGNS = ["1234567890", "-/:()@+%", ".,?!'\""];
const DIGITS = ["123", "456", "789"];
const HOLD_MS = 450, REPEAT_MS = 90;
const isVietnamese = () => root.lang === "vi";
let table = null, field = null, isPlain = !isVietnamese(), isSigns = false, shift = 0;

function put(text, caret) {
  if (field.maxLength > 0 && text.length > field.maxLength) return;
  field.value = text;
  try { field.setSelectionRange(caret, caret); } catch { /* a field of numbers has no caret */ }
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function around() {
  const from = field.selectionStart ?? field.value.length, to = field.selectionEnd ?? from;
  return [field.value.slice(0, from), field.value.slice(to), from !== to];
}

function type(key) {
  const [before, after] = around();
  const isComposed = table && !isPlain && field.dataset.keys === "vi" && /\p{L}/u.test(key);
  const typed = isComposed ? window.hubKeyboard.typeText(before, key, table) : before + key;
  put(typed + after, typed.length);
  if (shift === 1) { shift = 0; draw(); }
}

function erase() {
  const [before, after, isRange] = around();
  const kept = isRange ? before : Array.from(before.normalize("NFC")).slice(0, -1).join("");
  put(kept + after, kept.length);
}

function button(text, name, action, kind) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind ? `k-key k-key--${kind}` : "k-key";
  made.textContent = text;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("pointerdown", (event) => event.preventDefault());
  made.addEventListener("click", action);
  return made;
}

// held down it goes on erasing
function eraser() {
  const made = button("⌫", words.erase, erase, "act");
  let timer = 0;
  const end = () => { clearTimeout(timer); clearInterval(timer); };
  made.addEventListener("pointerdown", () => { timer = setTimeout(() => { timer = setInterval(erase, REPEAT_MS); }, HOLD_MS); });
  for (const name of ["pointerup", "pointerleave", "pointercancel"]) made.addEventListener(name, end);
  return made;
}

function row(...keys) {
  const made = document.createElement("div");
  made.className = "k-keys__row";
  made.append(...keys);
  return made;
}

function pressed(made, isOn) { made.setAttribute("aria-pressed", String(isOn)); return made; }

const plain = (keys) => Array.from(keys).map((key) => button(key, "", () => type(key)));

function digits() {
  return [...DIGITS.map((keys) => row(...plain(keys))),
    row(button("+", "", () => type("+")), button("0", "", () => type("0")), eraser(), button("✓", words.done, done, "main"))];
}

function letters() {
  const cased = (keys) => Array.from(keys).map((key) => {
    const shown = shift ? key.toUpperCase() : key;
    return button(shown, "", () => type(shown));
  });
  const rows = isSigns ? SIGNS.map(plain) : LETTERS.map(cased);
  const up = button(shift === 2 ? "⇪" : "⇧", words.shift, () => { shift = (shift + 1) % 3; draw(); }, "act");
  rows[2].unshift(pressed(up, shift > 0));
  rows[2].push(eraser());
  const signs = button(isSigns ? "abc" : "123", words.signs, () => { isSigns = !isSigns; draw(); }, "act k-key--word");
  const last = [pressed(signs, isSigns)];
  if (field.dataset.keys === "vi") {
    const mode = button("Telex", words.mode, () => { isPlain = !isPlain; draw(); }, "act k-key--mode");
    last.push(pressed(mode, !isPlain));
  }
  last.push(button(",", "", () => type(",")), button("␣", words.space, () => type(" "), "space"), button(".", "", () => type(".")));
  if (field.tagName === "TEXTAREA") last.push(button("↵", words.line, () => type("\n"), "act"));
  last.push(button("✕", words.clear, () => put("", 0), "act"), button("✓", words.done, done, "main"));
  return [...rows.map((keys) => row(...keys)), row(...last)];
}

function draw() { place.replaceChildren(...(field.dataset.keys === "digits" ? digits() : letters())); }

async function show(wanted) {
  if (field !== wanted) { field = wanted; isSigns = false; shift = 0; }
  field.setAttribute("inputmode", "none");
  if (!table && field.dataset.keys === "vi") {
    try { table = await (await fetch(words.table)).json(); } catch { isPlain = true; }
  }
  if (document.activeElement !== field) return;
  draw();
  place.hidden = false;
  root.setAttribute("data-typing", "");
  field.scrollIntoView({ block: "nearest" });
}

function hide() {
  place.hidden = true;
  root.removeAttribute("data-typing");
  if (document.activeElement === field && field) field.blur();
}

// whoever has typed sees the field again, and the button beside or below it
function done() {
  const last = field;
  hide();
  requestAnimationFrame(() => last?.scrollIntoView({ block: "center" }));
}

document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-keys]")) show(event.target); });
document.addEventListener("click", (event) => {
  const found = event.target.closest?.("[data-keys]");
  if (found && place.hidden) show(found);
});
document.addEventListener("focusout", (event) => {
  if (event.target === field && !event.relatedTarget?.matches?.("[data-keys]") && !place.contains(event.relatedTarget)) {
    // the press that takes the focus away must still find its button where it was
    setTimeout(() => { if (!document.activeElement?.matches?.("[data-keys]")) hide(); }, 250);
  }
});
function first() {
  const wanted = document.querySelector("#main [autofocus][data-keys]");
  if (wanted) wanted.focus(); else hide();
}
document.addEventListener("hub:shown", first);
document.addEventListener("hub:forget", () => { isPlain = !isVietnamese(); hide(); });
first();
