/* Cards of the board are dragged to another column. The drop presses the button that "Move" has for that column, so whatever holds
   for the button (who may, the version, focus, what is said) holds for the drop, and a card without buttons stays where it is.
   Touch, keyboard and a page without this script have the buttons: a finger on a card scrolls. Escape ends a drag by itself. */
(() => {
  "use strict";
  const KIND = "application/x-action"; // nothing that a field or another window would take
  let dragged = null; // the card
  let over = null; // the column that would take it

  const buttonFor = (column) => dragged?.isConnected && column && dragged.querySelector(`.card__move button[value="${CSS.escape(column.dataset.status)}"]`);
  const mark = (column) => {
    over?.classList.remove("board__column--over");
    over = column;
    over?.classList.add("board__column--over");
  };
  const end = () => {
    mark(null);
    dragged?.classList.remove("card--dragged");
    dragged = null;
  };

  /* Text beside the title can be selected, and the title is a link: only when it is pressed is it known what is meant. */
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    const card = target.closest(".board .card");
    if (!card?.querySelector(".card__move")) return;
    card.draggable = pointerType !== "touch" && !target.closest(".card__facts, .card__move");
    for (const link of card.querySelectorAll("a")) link.draggable = false; // the card goes along, not its address
  });
  document.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".board .card")) return;
    dragged = event.target;
    event.dataTransfer.setData(KIND, dragged.id);
    event.dataTransfer.effectAllowed = "move";
    dragged.classList.add("card--dragged");
  });
  const offer = (event) => {
    if (!dragged) return;
    const column = event.target.closest?.(".board__column");
    mark(buttonFor(column) ? column : null);
    if (!over) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  };
  document.addEventListener("dragenter", offer);
  document.addEventListener("dragover", offer);
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || mark(null));
  document.addEventListener("drop", (event) => {
    const button = buttonFor(over);
    if (!button) return;
    event.preventDefault();
    button.click(); // and not requestSubmit: htmx takes the status from the button that was clicked
  });
  document.addEventListener("dragend", end);
})();
