/* Forms of rows (data-keeps): a copy of what is typed stays on this device and comes back when the form is opened again.

   htmx sends them when their button is pressed. When that fails, the text waits like an answer that could not be saved, and
   is sent again by the button, or by itself. A new row has a key of its own, so that sending it twice makes one row. */
(() => {
  "use strict";
  const { kept, sending, telling } = window;
  if (!kept || !telling) return;
  const FAILED = [0, 400, 401, 429];
  const sent = new WeakMap(); // form -> what is under way
  const fresh = new WeakMap(); // form -> what stood in it to begin with
  const renewed = new WeakSet(); // forms that were sent again with a new token
  const forms = () => [...document.querySelectorAll("form[data-keeps]")];
  const find = (url) => forms().find((form) => form.dataset.keeps === url);
  const formOf = (node) => node?.closest?.("form[data-keeps]");
  const isOwn = (event) => event.detail.elt.matches?.("form[data-keeps]") && event.detail.elt;
  const isConflict = (status, html) => status === 409 && html.includes("data-conflict");
  const newKey = () => [...window.crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");

  const dataOf = (form) => {
    const data = new URLSearchParams(new FormData(form));
    data.delete("csrf_token");
    data.delete("next"); // where this visit leads, not what is written
    return String(data);
  };
  const shownIn = (form) =>
    [...form.querySelectorAll("textarea, input[type=text], input:not([type]), input[type=url], input[type=date]")].map((field) => field.value).filter(Boolean).join("\n");

  const keep = (form, state) => {
    const url = form.dataset.keeps;
    const old = kept.get(url) ?? { key: newKey(), sent: [] };
    kept.put(url, { ...old, state, data: dataOf(form), page: form.dataset.page, title: form.dataset.title, shown: shownIn(form), at: Date.now() });
  };
  const note = ({ target }) => {
    const form = formOf(target);
    if (!form) return;
    if (dataOf(form) === fresh.get(form)) kept.drop(form.dataset.keeps);
    else keep(form, "draft");
  };

  const put = (form, data) => {
    const values = new URLSearchParams(data);
    for (const field of form.elements) {
      if (!field.name || ["csrf_token", "next"].includes(field.name)) continue;
      const all = values.getAll(field.name);
      if (["radio", "checkbox"].includes(field.type)) field.checked = all.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => (option.selected = all.includes(option.value)));
      else if (values.has(field.name)) field.value = all[0];
      if (all.some(Boolean)) field.closest("details")?.setAttribute("open", "");
    }
    document.dispatchEvent(new CustomEvent("kept:restored", { detail: form }));
  };
  const throwAway = (form) => {
    kept.drop(form.dataset.keeps);
    form.reset();
    form.querySelector("[data-save-line]").replaceChildren();
    form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  const offer = (form, item) => {
    const line = form.querySelector("[data-save-line]");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "linkbutton", textContent: telling.words("discard") });
    button.addEventListener("click", () => throwAway(form));
    const words = Object.assign(document.createElement("span"), { className: "small quiet", textContent: telling.words("back", { time: telling.clock(item.at) }) });
    line.replaceChildren(words, " ", button);
  };
  const restore = (root) => {
    for (const form of root.querySelectorAll("form[data-keeps]")) {
      const item = kept.get(form.dataset.keeps);
      if (!fresh.has(form)) fresh.set(form, dataOf(form));
      // A form that comes back from the portal with what was typed (and what is wrong with it) stays as it is.
      if (!item || dataOf(form) === item.data || form.querySelector("[data-conflict], [aria-invalid]")) continue;
      put(form, item.data);
      offer(form, item);
      const fold = form.closest("details");
      if (fold) fold.open = true;
      if (["", "unsaved", "signedout", "conflict"].includes(item.state)) window.setTimeout(() => form.requestSubmit());
    }
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const form = isOwn(event);
    if (!form) return;
    const url = form.dataset.keeps;
    const before = kept.get(url)?.sent ?? [];
    keep(form, "");
    const item = kept.get(url);
    sent.set(form, item.data);
    event.detail.parameters.sent_key = item.key;
    const earlier = before.filter((text) => text !== item.data);
    if (earlier.length) event.detail.parameters.earlier = earlier;
    kept.put(url, { ...item, sent: [...earlier, item.data].slice(-3) });
    telling.tell(form, "saving");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isOwn(event)) return;
    const { status, responseText } = event.detail.xhr;
    if (status >= 400 && status !== 422 && !isConflict(status, responseText)) event.detail.shouldSwap = false;
  });
  const heard = (form, xhr) => {
    const url = form.dataset.keeps;
    const { status, responseText } = xhr;
    const item = kept.get(url);
    if (!item) return;
    if (status >= 200 && status < 400) {
      // What was typed while it was under way belongs to the same row, and stays.
      if (item.data === sent.get(form)) kept.drop(url);
      else kept.put(url, { ...item, state: "draft" });
      renewed.delete(form);
    } else if (FAILED.includes(status) || status >= 500) fail(form, item, status);
    else {
      const state = isConflict(status, responseText) ? "conflict" : "error";
      kept.put(url, { ...item, state: status === 422 ? "draft" : state });
      telling.tell(form, status === 422 ? "error" : telling.nameOf(url, state));
    }
    document.dispatchEvent(new CustomEvent("kept:told", { detail: { url, state: "row" } }));
  };
  // Before the answer takes the form's place, which then finds no copy of what is saved.
  document.addEventListener("htmx:beforeOnLoad", (event) => isOwn(event) && heard(isOwn(event), event.detail.xhr));
  document.addEventListener("htmx:afterRequest", (event) => isOwn(event) && !event.detail.xhr.status && heard(isOwn(event), event.detail.xhr));
  const fail = (form, item, status) => {
    const state = [400, 401].includes(status) ? "signedout" : "unsaved";
    kept.put(form.dataset.keeps, { ...item, state });
    telling.tell(form, telling.nameOf(form.dataset.keeps, state));
    if (status !== 400 || renewed.has(form)) return;
    renewed.add(form);
    sending.renew().then((isSame) => isSame && form.requestSubmit());
  };

  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("htmx:load", ({ detail }) => detail.elt.querySelectorAll && restore(detail.elt.parentElement ?? document));
  document.addEventListener("click", ({ target }) => {
    const away = target.closest?.("form[data-keeps] [data-away]"); // Cancel: one does not want it
    if (away) kept.drop(formOf(away).dataset.keeps);
  });

  /* The form's own button does not send a row that is being written, or a file that is chosen: said once, then one may go. */
  const leftBeside = () => {
    const row = forms().find((each) => kept.get(each.dataset.keeps));
    if (row) return ["row-left", row.querySelector("[type=submit]")];
    const file = [...document.querySelectorAll(".filebox input[type=file]")].find((each) => each.files.length);
    return file ? ["file-left", file.closest(".filebox").querySelector("[data-uploads]") ?? file] : null;
  };
  const stopsFor = (form) => {
    const left = form.id === "section" && !form.dataset.goes && !form.dataset.warned && leftBeside();
    if (!left) return false;
    form.dataset.warned = "1";
    const said = telling.state("error");
    said.querySelector("span").textContent = telling.words(left[0]);
    document.querySelector("[data-save-summary]")?.replaceChildren(said);
    left[1].closest("details")?.setAttribute("open", "");
    left[1].focus();
    left[1].scrollIntoView({ block: "center" });
    return true;
  };
  // Before the scripts that save the answers of the form and then let it go.
  document.addEventListener(
    "submit",
    (event) => {
      if (!stopsFor(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  window.rowforms = { find };
})();
