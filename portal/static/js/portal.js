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

  /* A link to a form with a choice made: the form is on this page, so it is opened and chosen there, and what is typed in it stays. */
  const choose = (event) => {
    const link = event.target.closest("a[data-chooses]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const fold = document.getElementById(link.hash.slice(1));
    const option = fold?.querySelector(`input[name="${CSS.escape(link.dataset.chooses)}"][value="${CSS.escape(link.dataset.value)}"]`);
    if (!option) return;
    event.preventDefault();
    fold.open = true;
    option.checked = true;
    option.dispatchEvent(new Event("change", { bubbles: true }));
    (fold.querySelector("textarea, input[type=text]") ?? option).focus();
  };

  /* A form may ask once more. The native question needs no markup and reads well everywhere. */
  const ask = (event) => {
    const words = event.target.dataset.confirm;
    if (words && !window.confirm(words)) event.preventDefault();
  };

  /* After a swap: the same element keeps focus (htmx does that for elements with an id); else what asks for it. */
  /* A field that nobody has written in follows the first of what is suggested for it, as on a page that is opened now. */
  const suggest = () => {
    for (const input of document.querySelectorAll("input[data-suggested]")) {
      const first = document.getElementById(input.dataset.suggested)?.querySelector("option");
      if (first && input.value === input.defaultValue) input.value = input.defaultValue = first.value;
    }
  };

  const settled = (event) => {
    const place = event.detail.elt;
    countAll(place);
    suggest();
    // Who writes keeps the caret, and the strip tells; who has pressed a mark's button is where it was.
    if (place.matches(".marks") || !place.closest("[data-autosave]")) focusOn(place);
  };

  /* The menu on a phone closes when focus leaves it. */
  const leftMenu = (event) => {
    const menu = event.target.closest(".menu[popover]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget) && menu.matches(":popover-open")) menu.hidePopover();
  };

  /* A chosen file or photo: its name and a small picture of it are shown. One at a time, so the other way is emptied; a
     picture without a word about it is not sent, for on a slow line it would be sent in vain. */
  const SMALL = 320; // pixels
  const chosen = async (input) => {
    const box = input.closest(".filebox");
    const said = box?.querySelector("[data-chosen]");
    if (!said) return;
    const file = input.files[0];
    for (const other of box.querySelectorAll("input[type=file]")) if (file && other !== input) other.value = "";
    said.replaceChildren(file ? said.dataset.chosen.replace("{name}", file.name) : "");
    describes(box, file);
    if (!file?.type.startsWith("image/")) return;
    const small = await createImageBitmap(file, { resizeWidth: SMALL, resizeQuality: "medium" }).catch(() => null);
    if (!small || input.files[0] !== file) return; // not every browser opens every picture
    const canvas = Object.assign(document.createElement("canvas"), { width: small.width, height: small.height });
    canvas.getContext("2d").drawImage(small, 0, 0);
    said.append(canvas);
  };
  const describes = (box, file = [...box.querySelectorAll("input[type=file]")].flatMap(({ files }) => [...files])[0]) => {
    const alt = box.querySelector("[data-alt]");
    const missing = file?.type.startsWith("image/") && !alt.value.trim() && !box.querySelector("[name=says_nothing]").checked;
    alt.form.noValidate = false;
    alt.setCustomValidity(missing ? alt.dataset.alt : "");
  };

  document.addEventListener("click", followError);
  document.addEventListener("click", choose);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-print]")) window.print();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".filebox input[type=file]")) chosen(target);
    if (target.matches(".filebox [name=says_nothing]")) describes(target.closest(".filebox"));
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-limit]")) count(target);
    if (target.matches("[data-finds]")) find(target);
    if (target.matches(".filebox [data-alt]")) describes(target.closest(".filebox"));
  });
  document.addEventListener("submit", ask);
  document.addEventListener("focusout", leftMenu);
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("kept:restored", ({ detail }) => countAll(detail));
  /* After an address with a place in it the page stands there: what is said on top, or an undo, must be in sight. */
  const undo = document.querySelector(".undo");
  if (undo) {
    undo.tabIndex = -1;
    undo.focus({ preventScroll: true });
    undo.scrollIntoView({ block: "center" });
  } else if (location.hash) document.getElementById("flashes")?.classList.toggle("flashes--stay", Boolean(document.querySelector("#flashes > *")));

  countAll(document);
  focusOn(document.getElementById("main") ?? document.body);
})();
