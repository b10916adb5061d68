// Draws a recording as bars; what is cut away is pale.
const BARS = 80;

export function draw(canvas, levels, from, to) {
  const pen = canvas.getContext("2d");
  const colours = getComputedStyle(canvas);
  const { width, height } = canvas;
  const step = width / BARS;
  pen.clearRect(0, 0, width, height);
  for (let bar = 0; bar < BARS; bar += 1) {
    const first = Math.floor((bar * levels.length) / BARS);
    const last = Math.max(first + 1, Math.floor(((bar + 1) * levels.length) / BARS));
    const level = Math.max(0.03, ...levels.slice(first, last));
    const place = (bar + 0.5) / BARS;
    const isTaken = place >= from && place <= to;
    pen.fillStyle = colours.getPropertyValue(isTaken ? "--accent" : "--edge");
    pen.fillRect(bar * step + 1, (height * (1 - level)) / 2, step - 2, height * level);
  }
}
