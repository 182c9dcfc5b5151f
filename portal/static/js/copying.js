/* A button that copies what a field shows (data-copies: the field's id), and says so. Where the browser gives scripts no
   clipboard, the text is marked, and the words say what to do. The button is there with scripts only (onlyjs). */
(() => {
  "use strict";

  const copied = async (field) => {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      field.focus();
      return document.execCommand("copy");
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copies);
    field.select();
    const said = document.getElementById(button.getAttribute("aria-controls"));
    said.textContent = ""; // the same words twice are said twice
    const words = (await copied(field)) ? button.dataset.done : button.dataset.failed;
    requestAnimationFrame(() => {
      said.textContent = words;
    });
  });
})();
