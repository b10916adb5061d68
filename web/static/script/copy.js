// Copies the report; over plain http there is no clipboard, so the marked text is copied as of old.
const button = document.getElementById("copy");
const report = document.getElementById("report");

button.hidden = false;
button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(report.value);
  } catch {
    report.closest("details").open = true; // what is folded cannot be marked
    report.select();
    if (!document.execCommand("copy")) return;
  }
  button.querySelector("span").textContent = button.dataset.copied;
  document.getElementById("copied").textContent = button.dataset.copied;
});
