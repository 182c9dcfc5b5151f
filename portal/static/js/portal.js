/* What every page gets: focus after something has changed, characters left, a question before what cannot be undone.
   All of it is help on top: forms and links work without it. */
(() => {
  "use strict";
  const NEAR = 0.8; // from four fifths of a limit on, the counter counts down
  document.documentElement.classList.add("js");

  /* An error summary, a conflict or whatever says data-focus is where the reader should be; of a form its first field. */
  const focusOn = (root) => {
    const place = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
    const field = place?.dataset.focus === "first" ? place.querySelector("input:not([type=hidden]), select, textarea") : place;
    if (field) field.focus();
    return Boolean(field);
  };

  const followError = (event) => {
    const link = event.target.closest(".ds-error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    const fold = field.closest("details:not([open])");
    if (fold) fold.open = true;
    const input = field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea");
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.closest(".ds-field, .question, fieldset")?.scrollIntoView({ block: "center" });
  };

  /* Characters: says how many are left before the limit is reached, and how many are too many after it. */
  const count = (field) => {
    const line = document.querySelector(`[data-counter="${CSS.escape(field.id)}"]`);
    if (!line) return;
    const limit = Number(field.dataset.limit);
    const left = limit - field.value.length;
    line.dataset.rest ??= line.textContent;
    const words = left < 0 ? line.dataset.over : field.value.length >= limit * NEAR ? line.dataset.left : line.dataset.rest;
    line.textContent = words.replace("{n}", Math.abs(left));
    line.classList.toggle("counter--over", left < 0);
    line.setAttribute("aria-live", left < limit * (1 - NEAR) ? "polite" : "off");
  };
  const countAll = (root) => root.querySelectorAll("[data-limit]").forEach(count);

  /* Finds in a list of ticks while one types; what is ticked always stays in sight. */
  const find = (field) => {
    const list = document.getElementById(field.dataset.finds);
    const wanted = field.value.trim().toLocaleLowerCase();
    let found = 0;
    for (const row of list.querySelectorAll(".ds-field")) {
      const fits = row.textContent.toLocaleLowerCase().includes(wanted);
      row.hidden = !fits && !row.querySelector(":checked");
      if (fits) found += 1;
    }
    const said = list.parentElement.querySelector("[role=status]");
    if (said) said.textContent = list.dataset.found.replace("{n}", found);
  };

  /* A form may ask once more. The native question needs no markup and reads well everywhere. */
  const ask = (event) => {
    const words = event.target.dataset.confirm;
    if (words && !window.confirm(words)) event.preventDefault();
  };

  /* After a swap: the same element keeps focus (htmx does that for elements with an id); else what asks for it. */
  const settled = (event) => {
    const place = event.detail.elt;
    countAll(place);
    if (!place.closest("[data-autosave]")) focusOn(place); // who writes keeps the caret; the strip tells
  };

  /* The menu on a phone closes when focus leaves it. */
  const leftMenu = (event) => {
    const menu = event.target.closest(".menu[popover]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget) && menu.matches(":popover-open")) menu.hidePopover();
  };

  document.addEventListener("click", followError);
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-limit]")) count(target);
    if (target.matches("[data-finds]")) find(target);
  });
  document.addEventListener("submit", ask);
  document.addEventListener("focusout", leftMenu);
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("kept:restored", ({ detail }) => countAll(detail));
  countAll(document);
  focusOn(document.getElementById("main") ?? document.body);
})();
