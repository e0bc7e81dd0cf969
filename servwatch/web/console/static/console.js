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

// One button of a form may ask too, where the others of it need not.
document.addEventListener("submit", (event) => {
  const question = event.submitter && event.submitter.dataset.confirm;
  if (question && !event.defaultPrevented && !window.confirm(question)) {
    event.preventDefault();
    delete event.target.dataset.sent;
  }
});

// Drafts: how long a text is, beside its field.
for (const field of document.querySelectorAll("[data-most], [data-most-words]")) {
  const byWords = "mostWords" in field.dataset;
  const most = Number(byWords ? field.dataset.mostWords : field.dataset.most);
  const shown = document.createElement("small");
  shown.className = "count muted";
  field.after(shown);
  const tell = () => {
    const text = field.value.trim();
    const count = byWords ? text.split(/\s+/).filter(Boolean).length : Array.from(text).length;
    shown.textContent = count ? `${count} / ${most}` : "";
    shown.classList.toggle("over", count > most);
  };
  field.addEventListener("input", tell);
  tell();
}

// Drafts: an entry is dragged by its number, with a mouse or a finger; letting it go sends one form. The buttons do the same.
{
  const list = document.querySelector("[data-entries]");
  const form = document.querySelector("form[data-move]");
  if (list && form) {
    list.classList.add("draggable");
    for (const hint of document.querySelectorAll("[data-drag-hint]")) hint.hidden = false;
    let lifted = null, began = -1;
    const entries = () => Array.from(list.children);
    const put = (back) => {
      if (back) list.insertBefore(lifted, entries().filter((one) => one !== lifted)[began] || null);
      lifted.classList.remove("lifted");
      lifted = null;
    };
    list.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button !== 0 || lifted) return;
      event.preventDefault();
      lifted = grip.closest("[data-item]");
      began = entries().indexOf(lifted);
      lifted.classList.add("lifted");
      list.setPointerCapture(event.pointerId); // the grip moves about, which would end its capture
    });
    list.addEventListener("pointermove", (event) => {
      if (!lifted) return;
      const over = entries().find((one) => {
        const box = one.getBoundingClientRect();
        return one !== lifted && event.clientY > box.top && event.clientY < box.bottom;
      });
      if (over) {
        const box = over.getBoundingClientRect();
        const below = event.clientY > box.top + box.height / 2;
        list.insertBefore(lifted, below ? over.nextSibling : over);
      }
      const edge = 60;
      if (event.clientY < edge) window.scrollBy(0, -12);
      if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12);
    });
    list.addEventListener("pointerup", () => {
      if (!lifted) return;
      const place = entries().indexOf(lifted), item = lifted.dataset.item, moved = place !== began;
      put(false);
      if (!moved) return;
      form.action = `${form.dataset.move}${item}/move`;
      form.elements.place.value = String(place + 1);
      form.requestSubmit();
    });
    list.addEventListener("pointercancel", () => { if (lifted) put(true); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && lifted) put(true); });
  }
}
