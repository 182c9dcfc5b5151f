/* Keys of the inbox, only while its list has focus (WCAG 2.1.4): j and k move among the rows, ? shows and hides the help.
   Enter opens the row, as a link does anyway. Without this script the list works by Tab. */
(() => {
  "use strict";
  const list = () => document.getElementById("mails");
  const links = () => [...list().querySelectorAll("h2 a")];

  const move = (step) => {
    const all = links();
    const row = document.activeElement.closest("li");
    const here = all.findIndex((link) => row?.contains(link));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    next.focus();
    next.closest("li").scrollIntoView({ block: "nearest" });
  };
  const help = () => {
    const keys = document.getElementById("keys");
    keys.open = !keys.open;
    if (keys.open) keys.scrollIntoView({ block: "nearest" });
  };
  const acts = { j: () => move(1), k: () => move(-1), "?": help };

  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    const isWriting = event.target.closest("input, textarea, select, [contenteditable]");
    const act = acts[event.key];
    if (!act || !isPlain || isWriting || !list()?.contains(event.target)) return;
    event.preventDefault();
    act();
  });
})();
