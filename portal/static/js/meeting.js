/* The line of a meeting: Enter sends it at once, the field is free for the next one. One is sent after the other; what could
   not be sent stays in sight and on this device until it is. Without scripts the form posts itself. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-line]");
  const root = document.getElementById("meeting");
  if (!root || !window.htmx) return;

  /* ---- the list: what comes late or is refused does not take its place ---- */
  let turn = 0; // counts what this page writes: a renewal that was asked for before is older than that
  const renewals = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig.verb === "post" && root.contains(elt)) turn += 1;
    if (!elt.matches("[data-renews]")) return;
    // It rests while nobody sees it, and while somebody is in it.
    if (document.hidden || elt.contains(document.activeElement)) return event.preventDefault();
    renewals.set(event.detail.xhr, turn);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!root.contains(requestConfig?.elt) || requestConfig.elt.matches("[data-autosave]")) return;
    const late = renewals.has(xhr) && (renewals.get(xhr) !== turn || root.querySelector("#entries:not([data-renews]), #entries:focus-within"));
    // A page of its own, such as "sign in again", has no place in the list.
    if (late || (xhr.status >= 400 && !xhr.getResponseHeader("HX-Retarget"))) event.detail.shouldSwap = false;
  });
  if (!form) return;

  /* A change or a removal that was refused, or did not arrive, says so. */
  const words = document.getElementById("entries-waiting-words").content;
  const stop = document.getElementById("stop");
  const reasonOf = (status) => ([400, 401].includes(status) ? "signedout" : status === 0 || status === 429 || status >= 500 ? "offline" : "refused");
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (root.contains(detail.elt) && !renewals.has(detail.xhr)) stop.replaceChildren();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { status } = detail.xhr;
    if (!root.contains(detail.elt) || detail.elt.matches("[data-renews], [data-autosave]")) return;
    if ((status === 0 || status >= 400) && !detail.xhr.getResponseHeader("HX-Retarget")) {
      stop.replaceChildren(...words.querySelector(`[data-why="${reasonOf(status)}"]`).cloneNode(true).childNodes);
    }
  });

  /* ---- the line ---- */
  const field = form.querySelector("input[type=text]");
  const problem = document.getElementById("line-problem");
  const place = document.getElementById("entries-waiting");
  const key = `meeting:${document.body.dataset.user}:${form.getAttribute("action")}`;
  const store = (() => {
    try {
      return window.localStorage;
    } catch {
      return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    }
  })();
  const queue = []; // entries to send, as pairs of names and values
  const waiting = []; // entries that could not be sent
  let busy = false;
  let why = "";

  const textOf = (entry) => entry.find(([name]) => name === field.name)[1];

  const tell = () => {
    const rows = waiting.map((entry) => {
      const row = words.querySelector("li").cloneNode(true);
      row.querySelector("span").textContent = textOf(entry);
      row.querySelector("button").addEventListener("click", () => sendAgain(entry));
      return row;
    });
    place.hidden = !rows.length;
    place.querySelector("ul").replaceChildren(...rows);
    const said = words.querySelector(rows.length === 1 ? "[data-one]" : "[data-many]").textContent.replace("{n}", rows.length);
    const reason = why ? words.querySelector(`[data-why="${why}"]`).cloneNode(true).childNodes : [];
    place.querySelector("p").replaceChildren(...(rows.length ? [said, " ", ...reason] : []));
    try {
      if (rows.length) store.setItem(key, JSON.stringify(waiting.map((entry) => entry.filter(([name]) => name !== "csrf_token"))));
      else store.removeItem(key);
    } catch {
      /* The store is full: the entries still stand on the page. */
    }
  };

  const keep = (entry, reason) => {
    why = reason;
    waiting.push(entry);
    tell();
  };

  /* A refusal in words belongs to the line: the text comes back, unless something new is being written there. */
  const refuse = (entry, html) => {
    if (field.value) return keep(entry, "refused");
    field.value = textOf(entry);
    field.setAttribute("aria-invalid", "true");
    window.htmx.swap(problem, html, { swapStyle: "innerHTML" });
    field.focus();
  };

  const post = async (entry) => {
    const token = ["csrf_token", form.elements.csrf_token.value];
    const body = new URLSearchParams([...entry.filter(([name]) => name !== "csrf_token"), token]);
    let answer;
    let html;
    turn += 1;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      html = await answer.text();
    } catch {
      return keep(entry, "offline");
    }
    if (answer.ok) return window.htmx.swap("#entries", html, { swapStyle: "outerHTML" });
    if (answer.headers.get("HX-Retarget")) return refuse(entry, html);
    return keep(entry, reasonOf(answer.status));
  };

  const sendAll = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) await post(queue.shift());
    busy = false;
  };

  /* After signing in again in another tab the page's token is stale: take the new one, if it is the same person. */
  const renew = async () => {
    try {
      const fresh = new DOMParser().parseFromString(await (await fetch(location.href, { credentials: "same-origin" })).text(), "text/html");
      const token = fresh.querySelector("[name=csrf_token]")?.value;
      if (!token || fresh.body.dataset.user !== document.body.dataset.user) return;
      document.body.setAttribute("data-hx-headers", fresh.body.getAttribute("data-hx-headers"));
      document.querySelectorAll("[name=csrf_token]").forEach((one) => (one.value = token));
    } catch {
      /* Still no connection: the entry comes back to the list. */
    }
  };

  const sendAgain = async (entry) => {
    if (!waiting.includes(entry)) return;
    waiting.splice(waiting.indexOf(entry), 1);
    tell();
    if (why === "signedout") await renew();
    queue.push(entry);
    field.focus();
    sendAll();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    field.focus();
    if (!field.value.trim()) return;
    // By its key an entry whose answer was lost is one row, also when it is sent again.
    const sentKey = [...window.crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
    queue.push([...[...new FormData(form).entries()].map(([name, value]) => [name, String(value)]), ["sent_key", sentKey]]);
    field.value = "";
    field.removeAttribute("aria-invalid");
    problem.replaceChildren();
    sendAll();
  });

  window.addEventListener("beforeunload", (event) => {
    if (busy || waiting.length || field.value.trim()) event.preventDefault();
  });

  JSON.parse(store.getItem(key) ?? "[]").forEach((entry) => waiting.push(entry));
  tell();
})();
