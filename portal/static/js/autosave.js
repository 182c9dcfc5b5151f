/* Answers that save themselves while one writes, so that nothing typed is ever lost and everyone can see where it stands.

   An element with data-autosave is one answer: its inputs and a [data-save-line]; data-url is where it is saved. What is
   typed is kept on this device at once (kept.js) and sent a moment later (sending.js). */
(() => {
  "use strict";
  const { kept, sending, telling } = window;
  if (!kept || !telling || !document.querySelector("[data-autosave]")) return;
  const PAUSE = 1200; // ms without a key before a text is sent
  const CHOSEN = /--keep=/; // a choice column by column: what is theirs is in the portal, not on the page
  const timers = new Map(); // address -> when it is sent
  const settled = new Map(); // address -> what the portal has, as far as the page knows

  const answers = () => [...document.querySelectorAll("[data-autosave]")].filter((answer) => answer.querySelector("[data-save-line]"));
  const answerOf = (node) => {
    const answer = node?.closest?.("[data-autosave]");
    return answer?.querySelector("[data-save-line]") ? answer : null;
  };
  const find = (url) => answers().find((answer) => answer.dataset.url === url);
  const isElsewhere = (field) => field.hasAttribute("form"); // it stands here, but belongs to another form
  const isTick = (field) => ["radio", "checkbox"].includes(field.type);
  const fieldsOf = (answer, chosen = false) =>
    [...answer.querySelectorAll("input[name], select[name], textarea[name]")].filter(
      (field) => !field.disabled && !isElsewhere(field) && field.type !== "file" && !field.name.endsWith("--conflict") && (chosen || !field.closest(".conflict")),
    );

  const dataOf = (answer, chosen) => {
    const data = new URLSearchParams();
    for (const field of fieldsOf(answer, chosen)) {
      if (isTick(field) && !field.checked) continue;
      if (field.multiple) [...field.selectedOptions].forEach((option) => data.append(field.name, option.value));
      else data.append(field.name, field.value);
    }
    return String(data);
  };
  const typedIn = (data) => JSON.stringify([...new URLSearchParams(data)].filter(([name]) => !sending.isVersion(name)));
  const isNewer = (answer, data) => typedIn(dataOf(answer)) !== typedIn(data);

  /* For people, should the answer no longer have a page to stand on. */
  const shownIn = (answer) =>
    fieldsOf(answer)
      .map((field) => {
        if (isTick(field)) return field.checked ? field.labels[0]?.textContent.trim() : "";
        if (field.type === "hidden") return "";
        return field.matches("select") ? [...field.selectedOptions].filter((o) => o.value).map((o) => o.text).join(", ") : field.value;
      })
      .filter(Boolean)
      .join("\n");
  const titleOf = (answer) => {
    const label = (answer.dataset.autosave !== "review" && answer.querySelector(".tap__name, .ds-label")) || document.querySelector("h1");
    return [...label.childNodes].filter((node) => !node.classList?.contains("optional")).map((node) => node.textContent).join("").trim();
  };

  const keep = (answer, state = "") => {
    const url = answer.dataset.url;
    const old = kept.get(url) ?? {};
    const page = `${location.pathname}#${answer.closest("[id]").id}`;
    kept.put(url, { ...old, state, page, data: dataOf(answer), title: titleOf(answer), shown: shownIn(answer), at: Date.now() });
  };
  const send = (url) => {
    window.clearTimeout(timers.get(url));
    timers.delete(url);
    if (find(url)?.querySelector(".conflict")) return; // a choice between two texts waits: nothing is sent past it
    if (kept.get(url)) sending.send(url);
  };
  const flush = () => [...timers.keys()].forEach(send);

  const note = ({ target, type }) => {
    const answer = answerOf(target);
    if (!answer || target.type === "file" || isElsewhere(target)) return;
    const url = answer.dataset.url;
    const conflict = answer.querySelector(".conflict");
    if (conflict) return noteBeside(answer, target);
    if (typedIn(dataOf(answer)) === settled.get(url) && !kept.get(url)) return;
    keep(answer);
    window.clearTimeout(timers.get(url));
    timers.set(url, window.setTimeout(() => send(url), type === "change" ? 0 : PAUSE));
  };

  /* While a choice waits, what is typed still counts as based on the old version: else it would pass the choice by. */
  const noteBeside = (answer, field) => {
    const url = answer.dataset.url;
    const based = new URLSearchParams(kept.get(url)?.data);
    keep(answer, "conflict");
    const item = kept.get(url);
    const data = new URLSearchParams(item.data);
    based.forEach((value, name) => sending.isVersion(name) && data.set(name, value));
    kept.put(url, { ...item, data: String(data), merged: field.name?.endsWith("merged") ? field.value : item.merged });
  };

  /* What another tab, or an earlier visit, has left: into the fields, with the version it was based on. */
  const put = (answer, data) => {
    const values = new URLSearchParams(data);
    const taken = {};
    let changed = false;
    for (const field of fieldsOf(answer)) {
      const all = values.getAll(field.name);
      const before = isTick(field) ? field.checked : field.value;
      if (isTick(field)) field.checked = all.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => (option.selected = all.includes(option.value)));
      else if (values.has(field.name)) field.value = all[(taken[field.name] = (taken[field.name] ?? -1) + 1)] ?? "";
      if ((isTick(field) ? field.checked : field.value) === before || field.type === "hidden") continue;
      changed = true;
      const fold = field.closest("details");
      if (fold) fold.open = true;
    }
    if (changed) document.dispatchEvent(new CustomEvent("kept:restored", { detail: answer }));
  };

  const renewVersion = (answer, html) => {
    for (const { name, value } of sending.parse(html).querySelectorAll("input[type=hidden]")) {
      const field = sending.isVersion(name) && answer.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field) field.value = value;
    }
  };

  document.addEventListener("kept:sending", ({ detail }) => {
    const answer = find(detail.url);
    if (!answer) return;
    if (!["unsaved", "signedout", "onlyhere"].includes(answer.querySelector("[data-save-state]")?.dataset.saveState)) telling.tell(answer, "saving");
    telling.sumUp();
  });
  document.addEventListener("kept:told", ({ detail }) => {
    const { url, data, state, status, html } = detail;
    const answer = find(url);
    if (!answer) return;
    if (state === "saved" && CHOSEN.test(data)) return reload();
    if (["saved", "half", "conflict"].includes(state) || [409, 422].includes(status)) telling.swap(answer, html);
    else telling.tell(answer, telling.nameOf(url, state));
    if (state === "saved") settled.set(url, typedIn(data));
    if (["saved", "half"].includes(state) && isNewer(answer, data)) {
      telling.tell(answer, "saving"); // "saved" is about what was sent; there is more by now
      if (!timers.has(url) && kept.get(url)) send(url);
    }
    const merged = kept.get(url)?.merged;
    if (state === "conflict" && merged) answer.querySelector("textarea[name$=merged]").value = merged;
    telling.sumUp();
    window.setTimeout(letGo); // a queued one begins first
  });

  /* The choice between two texts, in place. */
  const reload = () => {
    document.dispatchEvent(new Event("kept:leaving"));
    location.reload();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".conflict button");
    const answer = answerOf(button);
    if (!answer) return;
    event.preventDefault();
    const url = answer.dataset.url;
    const choice = button.dataset.keep ?? button.value;
    if (choice === "theirs") {
      kept.drop(url);
      return reload();
    }
    if (choice === "merged") {
      const merged = answer.querySelector(".conflict textarea");
      answer.querySelector(`[name="${merged.name.replace("--merged", "")}"]`).value = merged.value;
    }
    const data = dataOf(answer, choice === "chosen");
    kept.put(url, { ...kept.get(url), state: "", data, merged: undefined, sent: [] });
    answer.querySelectorAll(".conflict, [name$='--conflict']").forEach((node) => node.remove());
    sending.send(url);
  });

  /* A plain Save takes everything with it, so first everything is saved: nothing can be lost on the way to the next page. */
  let held = null; // the form and the button of a Save that waits
  const urlsIn = (form) => [...new Set([...form.elements].map(answerOf).filter(Boolean))].map((answer) => answer.dataset.url);
  const letGo = () => {
    if (!held) return;
    const { form, button } = held;
    const urls = urlsIn(form);
    if (urls.some(sending.isBusy)) return;
    held = null;
    const states = urls.map((url) => kept.get(url)?.state);
    const conflict = form.querySelector("[data-autosave] .conflict");
    if (conflict) conflict.focus();
    if (conflict || states.some((state) => ["", "unsaved", "signedout"].includes(state))) return;
    form.dataset.goes = "1";
    form.requestSubmit(button);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const urls = urlsIn(form);
    if (event.defaultPrevented) return;
    if (form.dataset.goes) {
      delete form.dataset.goes;
      urls.filter((url) => kept.get(url)?.state === "half").forEach(kept.drop); // the form makes a row of the name
      return;
    }
    if (!urls.length || !urls.some((url) => kept.get(url) || sending.isBusy(url))) return;
    event.preventDefault();
    held = { form, button: event.submitter };
    urls.forEach(send);
    letGo();
  });

  /* An answer given with one tap is cleared by a button; the radio button for it is for those without scripts. */
  document.addEventListener("click", ({ target }) => {
    const none = target.closest?.("[data-clears]")?.parentElement.querySelector("input");
    if (!none) return;
    none.checked = true;
    none.dispatchEvent(new Event("change", { bubbles: true }));
    none.closest(".tap").querySelector(".choice input")?.focus();
  });

  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  window.addEventListener("pagehide", flush);

  /* Another tab of this browser has typed or saved: the same text stands here, and the same version. */
  kept.listen(
    (url, item) => {
      const answer = item && find(url);
      if (!answer) return;
      put(answer, item.data);
      if (item.state !== "half") telling.tell(answer, telling.nameOf(url, item.state) || "saving");
      telling.sumUp();
    },
    ({ url, data, html }) => {
      const answer = find(url);
      if (!answer) return;
      if (kept.get(url)) return renewVersion(answer, html); // more has been typed here; it goes on from what is saved
      put(answer, data);
      telling.swap(answer, html);
      settled.set(url, typedIn(data));
      telling.sumUp();
    },
  );

  /* What was left on this device by the same person comes back into its fields. */
  for (const answer of answers()) {
    const url = answer.dataset.url;
    settled.set(url, typedIn(dataOf(answer)));
    const item = kept.get(url);
    if (!item || item.state === "settling") continue;
    put(answer, item.data);
    if (item.state === "half") continue; // a name waits for its button
    kept.put(url, { ...item, state: "" });
    telling.tell(answer, "saving");
    sending.send(url);
  }
  telling.sumUp();
})();
