/* Says in words where the saving stands: at each answer and row, and for the page as a whole. The words come from the page
   (macros/saving.html), in its language. */
(() => {
  "use strict";
  const { kept, sending } = window;
  const template = document.getElementById("save-states");
  if (!kept || !template) return;
  const WORST = ["conflict", "error", "refused", "signedout", "onlyhere", "unsaved", "saving"];
  let savedAt = ""; // as the server tells the time

  const state = (name, time = "") => {
    const node = template.content.querySelector(`[data-save-state="${name}"]`).cloneNode(true);
    const text = node.querySelector("span");
    if (time) text.textContent = text.textContent.replace("{time}", time);
    return node;
  };
  const words = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), template.content.querySelector(`[data-words="${name}"]`).textContent);
  const clock = (moment = Date.now()) => {
    const then = new Date(moment);
    const time = [then.getHours(), then.getMinutes()].map((n) => String(n).padStart(2, "0")).join(document.documentElement.lang === "sv" ? "." : ":");
    return then.toDateString() === new Date().toDateString() ? time : `${then.toLocaleDateString(document.documentElement.lang)} ${time}`;
  };

  /* A text that could not be kept either stands nowhere but on the page: that is said, too. */
  const nameOf = (url, name) => {
    if (name === "error") return "refused";
    return ["unsaved", "signedout"].includes(name) && !kept.isSafe(url) ? "onlyhere" : name;
  };

  /* In the line of an answer; hidden fields (the version) and what the server said stay as they are. */
  const tell = (place, name) => {
    const line = place.querySelector("[data-save-line]");
    const old = line?.querySelector("[data-save-state]");
    if (old) old.replaceWith(state(name));
    else line?.prepend(state(name));
  };
  /* What the server answered takes the line's place: the state, the new version, both texts of a conflict. What says
     so (a picture of what was saved) takes the place of its like elsewhere on the page. */
  const swap = (place, html) => {
    const line = place.querySelector("[data-save-line]");
    const { body } = sending.parse(html);
    for (const part of body.querySelectorAll("[data-hx-swap-oob]")) {
      part.remove();
      part.removeAttribute("data-hx-swap-oob");
      document.getElementById(part.id)?.replaceWith(part);
    }
    line?.replaceChildren(...body.childNodes);
    savedAt = line?.querySelector("[data-save-state=saved]")?.dataset.time ?? savedAt;
  };

  /* For the page as a whole the worst state wins. */
  const summary = document.querySelector("[data-save-summary]");
  const sumUp = () => {
    if (!summary) return;
    const lines = [...document.querySelectorAll("[data-autosave] [data-save-line] [data-save-state]")];
    const found = WORST.map((name) => lines.filter((line) => line.dataset.saveState === name)).find((some) => some.length);
    let node;
    if (!found) {
      if (!lines.some((line) => line.dataset.saveState === "saved") && !savedAt) return;
      node = state("saved", savedAt || clock());
    } else {
      node = found[0].cloneNode(true);
      if (["unsaved", "signedout", "onlyhere"].includes(node.dataset.saveState)) node.append(` ${words(found.length === 1 ? "one" : "many", { n: found.length })}`);
    }
    if (summary.textContent !== node.textContent) summary.replaceChildren(node);
  };

  /* A button that has no text to keep (a move, a mark) is not pressed again by itself: it is said that it did nothing. */
  const flashes = document.getElementById("flashes");
  const failed = ({ detail: { elt, xhr, requestConfig } }) => {
    if (requestConfig.verb === "get" || elt.closest("[data-keeps], [data-autosave]") || !flashes) return;
    const said = Object.assign(document.createElement("p"), { className: "flash flash--stop", textContent: words(xhr.status ? "not-done" : "not-sent") });
    flashes.classList.add("flashes--stay");
    flashes.replaceChildren(said);
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, failed);

  window.telling = { state, words, clock, nameOf, tell, swap, sumUp };
})();
