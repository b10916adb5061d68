// A code that has the whole screen: as large as it can be, for those who stand far or whose camera is poor.
const whole = document.getElementById("frame-whole"), plate = whole.querySelector(".k-whole__plate");
const told = document.getElementById("whole-told"), close = document.getElementById("whole-close");
let before = null;

// The code itself is touched, or a button where it is not in view: above its text, above a document.
function open(button) {
  const figure = button.closest(".k-page, main").querySelector(".k-qr");
  const picture = figure.querySelector("svg").cloneNode(true);
  picture.setAttribute("width", button.dataset.whole);
  picture.setAttribute("height", button.dataset.whole);
  plate.replaceChildren(picture);
  const words = figure.querySelector("figcaption").cloneNode(true);
  told.replaceChildren(...words.childNodes);
  before = button;
  whole.hidden = false;
  close.focus({ preventScroll: true });
}

function end() {
  if (whole.hidden) return;
  whole.hidden = true;
  plate.replaceChildren();
  told.replaceChildren();
  if (before?.isConnected) before.focus({ preventScroll: true });
  before = null;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-whole]");
  if (button) open(button);
});
whole.addEventListener("click", end);
whole.addEventListener("keydown", (event) => {
  if (event.key === "Escape") end();
  if (event.key === "Tab") event.preventDefault(); // one button: there is nowhere else to go
});
for (const name of ["hub:left", "hub:urgent", "hub:forget"]) document.addEventListener(name, end);
