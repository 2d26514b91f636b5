// Sends the form of a list with a bar of progress and tries again when the connection is lost. Without it the form
// works as any other. The hidden key makes the second sending of one form the same as the first.
"use strict";
(() => {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const words = form.dataset, file = form.elements.file, drop = form.querySelector("[data-drop]");
  const box = form.querySelector("[data-sending]"), bar = form.querySelector("[data-bar]");
  const status = form.querySelector("[data-status]"), button = form.querySelector("button[type=submit]");
  const TRIES = 4;

  const say = (text, isProblem) => {
    box.hidden = false;
    bar.hidden = Boolean(isProblem);
    status.textContent = text;
    status.classList.toggle("problem", Boolean(isProblem));
  };
  const stop = (text) => { say(text, true); button.disabled = false; };
  const tooLarge = () => file.files.length && file.files[0].size > Number(words.largest);

  const send = (data, tried) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("X-Semesta-Upload", "1");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = (event.loaded / event.total) * 100;
      say(`${words.wordsSending} ${Math.round(bar.value)} %`);
    });
    request.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* a page, not an answer: signed out, or a fault */ }
      if (answer && answer.next) { say(words.wordsSent); location.assign(answer.next); }
      else if (answer && answer.problems) stop(answer.problems.join(" "));
      else if (request.status >= 500) again(data, tried);
      else location.assign(request.responseURL || location.href);
    });
    request.addEventListener("error", () => again(data, tried));
    request.send(data);
  };
  const again = (data, tried) => {
    if (tried >= TRIES) { stop(words.wordsFailed); return; }
    say(words.wordsLost);
    setTimeout(() => send(data, tried + 1), 1000 * 2 ** tried);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled) return;
    if (tooLarge()) { stop(words.wordsLarge); return; }
    button.disabled = true;
    say(`${words.wordsSending} 0 %`);
    send(new FormData(form), 0);
  });
  file.addEventListener("change", () => { if (tooLarge()) stop(words.wordsLarge); else box.hidden = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) { button.disabled = false; box.hidden = true; } });

  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragenter" || name === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length !== 1) return;
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change"));
  });
})();
