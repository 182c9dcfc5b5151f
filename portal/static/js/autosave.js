/* Saving while one writes, so that nothing typed is ever lost and everyone can see where it stands.

   An element with data-autosave="key" is one answer: its inputs and a [data-save-line]. htmx posts it (see macros/saving.html);
   here: only that answer's fields are sent, the state is told in words, a copy stays on this device while there is no
   connection or no session, and it is sent again when that is over. */
(() => {
  "use strict";
  const RETRY = 20000; // ms between tries while something waits
  const user = document.body.dataset.user ?? "";
  const template = document.getElementById("save-states");
  if (!template || !document.querySelector("[data-autosave]")) return;

  /* A browser may forbid the store: then the text still stands in its field while the page is open. */
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    }
  })();

  const waiting = new Map(); // answer -> "unsaved" | "signedout": not on the server, kept here
  const sending = new Set(); // answers under way
  const dirty = new Set(); // answers that were typed in since they were last sent
  const renewed = new WeakSet(); // answers that were sent again with a new token
  const sent = new WeakMap(); // answer -> what was last sent, to send nothing twice
  let leaving = false;
  let savedAt = ""; // as the server tells the time

  const answers = () => document.querySelectorAll("[data-autosave]");
  const answerOf = (node) => node?.closest?.("[data-autosave]");
  const ownRequest = (elt) => (elt?.matches?.("[data-autosave]") ? elt : null); // not that of a search inside it
  const keyOf = (answer) => `answer:${user}:${location.pathname}:${answer.dataset.autosave}`;
  const fieldsOf = (answer) => [...answer.querySelectorAll("input[name], select[name], textarea[name]")].filter((f) => f.type !== "file");
  const isVersion = (field) => field.type === "hidden";

  const valueOf = (field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value);
  const idOf = (field) => (["radio", "checkbox"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
  const written = (answer) => Object.fromEntries(fieldsOf(answer).map((f) => [idOf(f), valueOf(f)]));
  const typed = (answer) => JSON.stringify(fieldsOf(answer).filter((f) => !isVersion(f)).map((f) => [idOf(f), valueOf(f)]));

  const put = (field, value) => {
    if (["radio", "checkbox"].includes(field.type)) field.checked = value;
    else if (field.multiple) [...field.options].forEach((o) => (o.selected = value.includes(o.value)));
    else field.value = value;
  };

  /* The words come from the page, in its language. */
  const words = (state, time = "") => {
    const node = template.content.querySelector(`[data-save-state="${state}"]`).cloneNode(true);
    const text = node.querySelector("span");
    if (time) text.textContent = text.textContent.replace("{time}", time);
    return node;
  };
  const clock = () => {
    const [hour, minute] = [new Date().getHours(), new Date().getMinutes()].map((n) => String(n).padStart(2, "0"));
    return hour + (document.documentElement.lang === "sv" ? "." : ":") + minute;
  };

  /* In the line of the answer; hidden fields (the version) and what the server said stay as they are. */
  const tell = (answer, state) => {
    const line = answer.querySelector("[data-save-line]");
    const old = line?.querySelector("[data-save-state]");
    if (old) old.replaceWith(words(state));
    else line?.prepend(words(state));
  };

  /* For the page as a whole: the worst state wins. */
  const summary = document.querySelector("[data-save-summary]");
  const sumUp = () => {
    if (!summary) return;
    const problem = ["conflict", "error"].map((state) => document.querySelector(`[data-save-line] [data-save-state=${state}]`)).find(Boolean);
    let node;
    if (waiting.size) {
      node = words([...waiting.values()].includes("signedout") ? "signedout" : "unsaved");
      const many = template.content.querySelector(`[data-waiting="${waiting.size === 1 ? "one" : "many"}"]`).textContent;
      node.append(` ${many.replace("{n}", waiting.size)}`);
    } else if (sending.size) node = words("saving");
    else if (problem) node = problem.cloneNode(true);
    else node = words("saved", savedAt || clock());
    if (summary.textContent !== node.textContent) summary.replaceChildren(node);
  };

  const keep = (answer, state) => {
    waiting.set(answer, state);
    try {
      store.setItem(keyOf(answer), JSON.stringify(written(answer)));
    } catch {
      /* The store is full: the text still stands in its field. */
    }
    tell(answer, state);
    sumUp();
  };
  const release = (answer) => {
    waiting.delete(answer);
    store.removeItem(keyOf(answer));
  };

  /* After signing in again in another tab the page's token is stale: take the new one, if it is the same person. */
  const renew = async () => {
    try {
      const response = await fetch(location.href, { credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!user || fresh.body.dataset.user !== user) return false;
      document.body.setAttribute("data-hx-headers", fresh.body.getAttribute("data-hx-headers"));
      const token = fresh.querySelector("[name=csrf_token]")?.value;
      if (token) document.querySelectorAll("[name=csrf_token]").forEach((field) => (field.value = token));
      return true;
    } catch {
      return false;
    }
  };
  const tryAgain = async () => {
    if (!waiting.size) return;
    const stale = [...waiting.keys()].filter((answer) => waiting.get(answer) === "signedout");
    if (stale.length && !(await renew())) return;
    stale.forEach((answer) => renewed.add(answer));
    [...waiting.keys()].forEach((answer) => window.htmx.trigger(answer, "autosave"));
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const answer = ownRequest(event.detail.elt);
    if (!answer) return;
    if (answer.querySelector(".conflict")) return event.preventDefault(); // a choice between two texts waits: nothing is sent past it
    const own = new Set(fieldsOf(answer).map((f) => f.name));
    for (const name of Object.keys(event.detail.parameters)) if (!own.has(name)) delete event.detail.parameters[name];
    const now = typed(answer);
    if (!waiting.has(answer) && sent.get(answer) === now) event.preventDefault();
    else sent.set(answer, now);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const answer = ownRequest(event.detail.elt);
    if (!answer) return;
    dirty.delete(answer);
    sending.add(answer);
    if (!waiting.has(answer)) tell(answer, "saving");
    sumUp();
  });

  /* A refused session must not replace the line by a page: the text stays, the line says what to do. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = ownRequest(event.detail.requestConfig?.elt);
    if (answer && [400, 401].includes(event.detail.xhr.status)) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = ownRequest(event.detail.requestConfig?.elt);
    if (!answer) return;
    sending.delete(answer);
    const { status } = event.detail.xhr;
    if (status === 401) keep(answer, "signedout");
    else if (status === 400 && !renewed.has(answer)) {
      // Signed out, or a token that has grown old. A 400 with a new token is about something else.
      keep(answer, "signedout");
      tryAgain();
    } else if (status === 0 || status === 429 || status >= 500) keep(answer, "unsaved");
    else {
      release(answer);
      if (status < 400) renewed.delete(answer);
      savedAt = answer.querySelector("[data-save-line] [data-time]")?.dataset.time ?? savedAt;
      if (status >= 400 && ![409, 422].includes(status)) tell(answer, "error");
      if (status >= 400) {
        sent.delete(answer);
        dirty.add(answer); // not on the server: leaving the page asks first
      }
      sumUp();
    }
  });

  const note = (event) => {
    const answer = answerOf(event.target);
    if (answer) dirty.add(answer);
  };
  document.addEventListener("input", note);
  window.addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", () => document.hidden || tryAgain());
  window.setInterval(() => waiting.size && tryAgain(), RETRY);

  /* A plain Save takes everything with it, but not into a page that cannot be reached, and not past an answer that is
     under way: it would carry a version that has grown old when it arrives. Then it waits for that, and goes by itself. */
  let held = null; // the form and the button of a Save that waits
  const answersIn = (form) => [...form.elements].map(answerOf).filter(Boolean);
  const letGo = () => {
    if (!held || answersIn(held.form).some((answer) => sending.has(answer))) return;
    const { form, button } = held;
    held = null;
    if (!answersIn(form).some((answer) => waiting.has(answer))) form.requestSubmit(button);
  };
  document.addEventListener("htmx:afterRequest", () => held && window.setTimeout(letGo)); // a queued one begins first
  document.addEventListener("submit", (event) => {
    const inside = answersIn(event.target);
    if (!inside.length || event.defaultPrevented) return;
    if (navigator.onLine) {
      if (inside.some((answer) => sending.has(answer))) {
        event.preventDefault();
        held = { form: event.target, button: event.submitter };
      } else leaving = true;
      return;
    }
    event.preventDefault();
    dirty.forEach((answer) => keep(answer, "unsaved"));
    tryAgain();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (waiting.size || sending.size || dirty.size)) event.preventDefault();
  });

  /* What was left on this device by the same person comes back into its fields, with the version it was based on. */
  for (const answer of answers()) {
    sent.set(answer, typed(answer));
    const copy = JSON.parse(store.getItem(keyOf(answer)) ?? "null");
    if (!copy) continue;
    const before = typed(answer);
    const version = fieldsOf(answer).filter(isVersion).map((f) => [f, f.value]);
    fieldsOf(answer).forEach((field) => idOf(field) in copy && put(field, copy[idOf(field)]));
    if (typed(answer) === before) {
      version.forEach(([field, value]) => (field.value = value));
      store.removeItem(keyOf(answer));
      continue;
    }
    keep(answer, "unsaved");
  }
  window.addEventListener("load", tryAgain); // htmx listens by then
})();
