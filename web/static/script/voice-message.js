// A spoken message beside a form: records with the browser's own recorder and puts the file into the form.
const root = document.documentElement;

export function begin(main) {
  const box = main.querySelector("#voice");
  if (!box) return;
  box.hidden = false;
  const button = box.querySelector("button");
  const label = button.querySelector("span");
  const heard = box.querySelector("audio"), player = box.querySelector("#heard");
  const told = box.querySelector("p[role=status]");
  const field = box.querySelector("input[type=file]");
  if (!navigator.mediaDevices || !window.MediaRecorder) {
    button.disabled = true;
    told.textContent = box.dataset.none;
    return;
  }
  let recorder = null;
  let timer = 0;
  const end = () => recorder && recorder.state === "recording" && recorder.stop();
  const ENDINGS = ["hub:urgent", "hub:left", "hub:forget"]; // an emergency is not talked over

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      button.disabled = true;
      told.textContent = box.dataset.none;
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
    recorder.ondataavailable = (piece) => pieces.push(piece.data);
    recorder.onstop = () => {
      clearInterval(timer);
      root.removeAttribute("data-recording");
      for (const name of ENDINGS) document.removeEventListener(name, end);
      stream.getTracks().forEach((one) => one.stop());
      if (!box.isConnected) return; // whoever spoke has gone: nothing stays
      const message = new File(pieces, "message", { type: recorder.mimeType });
      const list = new DataTransfer();
      list.items.add(message);
      field.files = list.files;
      if (heard.src) URL.revokeObjectURL(heard.src);
      heard.src = URL.createObjectURL(message);
      player.hidden = false;
      label.textContent = box.dataset.again;
      told.textContent = "";
    };
    recorder.start();
    root.dataset.recording = ""; // whoever speaks touches nothing, and is there
    for (const name of ENDINGS) document.addEventListener(name, end);
    document.querySelectorAll("audio, video").forEach((sound) => sound.pause());
    label.textContent = box.dataset.end;
    let left = Number(box.dataset.limit);
    timer = setInterval(() => {
      left -= 1;
      told.textContent = box.dataset.left.replace("{count}", String(left));
      if (left <= 0 || !box.isConnected) end();
    }, 1000);
  }

  button.addEventListener("click", () => (recorder && recorder.state === "recording" ? end() : start()));
}
