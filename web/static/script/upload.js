// The upload page: sends the chosen file in pieces, shows how far it is, goes on by itself.
const form = document.getElementById("upload");
const { send, Refused, Closed } = await import(form.dataset.tus);
const part = (id) => document.getElementById(id);
const MIB = 1024 * 1024;
let ending = null;

form.addEventListener("submit", (event) => {
  const file = part("file").files[0];
  if (!file) return; // the browser says so
  event.preventDefault();
  begin(file);
});

part("pause").addEventListener("click", () => {
  if (ending) {
    ending.abort();
    ending = null;
    part("pause").querySelector("span").textContent = form.dataset.goOn;
  } else begin(part("file").files[0]);
});

async function begin(file) {
  const most = Number(form.dataset.most);
  if (file.size > most) return complain(form.dataset.tooBig.replace("{size}", Math.ceil(file.size / MIB)));
  if (!file.size) return complain(form.dataset.empty);
  complain("");
  part("sending").hidden = false;
  part("send").hidden = true;
  part("file").disabled = true;
  part("pause").querySelector("span").textContent = form.dataset.pause;
  ending = new AbortController();
  const signal = ending.signal;
  try {
    const id = await send(file, {
      files: form.dataset.files,
      mark: form.elements.mark.value,
      about: { filename: file.name, way: "uploaded" },
      key: `${file.name} ${file.size} ${file.lastModified}`,
      told: { progress, waiting: () => note(form.dataset.waits), going: () => note(form.dataset.goesOn) },
      signal,
    });
    location.assign(form.dataset.sounds.replace("ID", id));
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Closed) return location.reload(); // the PIN is asked for, then this page
    part("sending").hidden = true;
    part("send").hidden = false;
    part("file").disabled = false;
    if (error instanceof Refused) return complain(error.message);
    form.submit(); // this browser lacks something that sending in pieces needs
  }
}

function progress(share) {
  const percent = Math.floor(100 * share);
  part("bar").value = percent;
  const text = form.dataset.sent.replace("{percent}", percent);
  if (part("sent").textContent !== text) part("sent").textContent = text;
  if (share) note("");
}

function note(text) {
  part("note").textContent = text;
}

function complain(text) {
  part("told").textContent = text;
  part("told").hidden = !text;
}
