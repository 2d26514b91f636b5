// A key presses the button, or ticks the choice, that carries it in data-key. Not while something is being written,
// and not with Ctrl, Alt or Meta, which are the browser's. Without this script every button works by pointer and Tab.
document.addEventListener("keydown", (event) => {
  const writes = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  if (writes || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// A form that is on its way is not sent a second time.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
