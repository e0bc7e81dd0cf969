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

// A part of a page that tells of work underway is asked for again until the work is over; without script the page reloads itself.
for (const place of document.querySelectorAll("[data-part]")) {
  const again = async () => {
    if (!place.querySelector("[data-underway]")) return;
    if (!place.contains(document.activeElement)) {
      const answer = await fetch(place.dataset.part, { headers: { "X-Requested-By": "servwatch" } }).catch(() => null);
      if (answer && (!answer.ok || answer.redirected)) return;
      if (answer) place.innerHTML = await answer.text();
    }
    window.setTimeout(again, 2000);
  };
  window.setTimeout(again, 2000);
}
