// What makes the pages pleasant; every one of them works without it. Nothing is loaded from elsewhere, nothing is evaluated.
"use strict";

// Ask before what cannot be undone.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// "/" goes to the search, Escape closes what is unfolded in the heading.
document.addEventListener("keydown", (event) => {
  const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector(".find input");
    if (search) { event.preventDefault(); search.focus(); }
  }
  if (event.key === "Escape") document.querySelectorAll(".person[open]").forEach((one) => { one.open = false; });
});

// The workbench of a theme: what changes is shown while one writes. Without this its button does the same.
for (const form of document.querySelectorAll("form[data-trial]")) {
  const shown = form.querySelector("#changes");
  let waiting = 0, asked = null;
  const refresh = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    shown.classList.add("busy");
    try {
      const answer = await fetch(form.dataset.trial, {
        method: "POST", body: new URLSearchParams(new FormData(form)), signal: asked.signal,
        headers: { "X-Requested-By": "servwatch" },
      });
      if (answer.ok) shown.innerHTML = await answer.text();
      shown.classList.remove("busy");
    } catch (error) { if (error.name !== "AbortError") shown.classList.remove("busy"); }
  };
  form.addEventListener("input", (event) => {
    if (event.target.name === "reason") return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 700);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[formaction]");
    if (button && button.formAction.endsWith(form.dataset.trial)) { event.preventDefault(); clearTimeout(waiting); refresh(); }
  });
}

// A line of a file that a fault points at is shown and selected.
for (const area of document.querySelectorAll("textarea[data-line]")) {
  const lines = area.value.split("\n"), wanted = Math.min(Number(area.dataset.line), lines.length);
  const start = lines.slice(0, wanted - 1).join("\n").length + (wanted > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + lines[wanted - 1].length);
  area.scrollTop = area.scrollHeight * (Math.max(0, wanted - 4) / lines.length);
}
