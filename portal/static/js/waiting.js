/* What waits on this device is sent from every page where its person is signed in, and told in the frame of the page. */
(() => {
  "use strict";
  const { kept, sending, telling, rowforms } = window;
  const frame = document.getElementById("waiting");
  if (!kept || !frame) return;
  const RETRY = 20000; // ms between tries while something waits
  const LASTING = ["draft", "half", "conflict", "error", "settling"]; // not for the portal, or not without somebody's choice
  const saved = []; // titles and pages of what was sent from here
  const isHere = (url) => Boolean(document.querySelector(`[data-url="${CSS.escape(url)}"] [data-save-line]`) || rowforms?.find(url));
  const elsewhere = () => kept.all().filter(([url, item]) => !isHere(url) && !["draft", "half", "settling"].includes(item.state));

  const line = (text, cls = "") => Object.assign(document.createElement("p"), { textContent: text, className: cls });
  const link = (href, text) => Object.assign(document.createElement("a"), { href, textContent: text });
  const button = (text, act) => {
    const node = Object.assign(document.createElement("button"), { type: "button", className: "linkbutton", textContent: text });
    node.addEventListener("click", act);
    return node;
  };

  /* Where it stands, what it says, and a way to let it go: for what does not get any further by itself. */
  const stuck = ([url, item]) => {
    const text = line(item.shown, "said");
    const fold = document.createElement("details");
    fold.className = "fold";
    fold.append(Object.assign(document.createElement("summary"), { textContent: telling.words("show") }), text);
    const drop = button(telling.words("discard"), () => {
      if (!window.confirm(telling.words("sure"))) return;
      kept.drop(url);
      render();
    });
    const head = line(`${telling.words(item.state)} `);
    head.append(link(item.page, item.title));
    const node = document.createElement("div");
    node.append(head, fold, drop);
    return node;
  };
  const render = () => {
    const items = elsewhere();
    const some = (...states) => items.filter(([, item]) => states.includes(item.state));
    const nodes = [];
    for (const [states, name] of [[[""], "sent"], [["unsaved"], "offline"], [["signedout"], "signin"]]) {
      const count = some(...states).length;
      if (!count) continue;
      nodes.push(line(`${telling.words(`${name}-${count === 1 ? "one" : "many"}`, { n: count })} `));
      if (name === "signin") nodes.at(-1).append(telling.state("signedout").querySelector("a"));
    }
    nodes.push(...some("conflict", "error").map(stuck));
    if (saved.length && !some("", "unsaved", "signedout").length) {
      const done = line(`${telling.words("arrived")} `);
      saved.forEach(([page, title], n) => done.append(n ? ", " : "", link(page, title)));
      nodes.push(done);
    }
    if (frame.textContent !== nodes.map((node) => node.textContent).join("")) frame.replaceChildren(...nodes);
  };

  const send = (url) => {
    const form = rowforms?.find(url);
    if (form) form.requestSubmit();
    else sending.send(url);
  };
  const tryAll = async () => {
    const items = kept.all().filter(([, item]) => !LASTING.includes(item.state));
    if (items.some(([, item]) => item.state === "signedout") && !(await sending.renew())) return;
    items.forEach(([url]) => sending.isBusy(url) || send(url));
  };
  const isStuck = () => kept.all().some(([, item]) => ["unsaved", "signedout"].includes(item.state));
  const retry = () => document.hidden || !isStuck() || tryAll();

  document.addEventListener("kept:told", ({ detail }) => {
    if (detail.state === "saved" && !isHere(detail.url)) saved.push([detail.page, detail.title]);
    render();
  });
  kept.listen((_url, item) => item?.state === "" || render(), render); // what another tab is sending is told there
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", retry);
  window.setInterval(retry, RETRY);

  /* Without a line every other page is out of reach: say so once, and stay where the text is. */
  let told = false;
  const leavesFor = (event) => {
    const way = event.type === "submit" ? event.target : event.target.closest?.("a[href]");
    if (!way || way.target === "_blank" || way.dataset.hxPost || event.defaultPrevented) return false;
    return event.type === "submit" || (way.origin === location.origin && way.pathname !== location.pathname);
  };
  let within = false;
  const leave = (event) => {
    if (!leavesFor(event)) return;
    if (navigator.onLine || told) {
      within = true;
      return;
    }
    event.preventDefault();
    told = true;
    frame.replaceChildren(line(telling.words(kept.all().length ? "stay" : "noline")));
    frame.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", leave);
  document.addEventListener("submit", leave);
  document.addEventListener("kept:leaving", () => (within = true));
  window.addEventListener("beforeunload", (event) => {
    if (kept.all().some(([url, item]) => !kept.isSafe(url) || (!within && ["unsaved", "signedout"].includes(item.state)))) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  /* Signing out leaves it here, unseen and unsent, until the same person is back: asked first. */
  document.addEventListener(
    "submit",
    (event) => {
      const count = kept.all().length;
      if (!event.target.matches("[data-signs-out]") || !count) return;
      if (!window.confirm(telling.words(count === 1 ? "signout-one" : "signout-many", { n: count }))) event.preventDefault();
    },
    true,
  );
  /* The form in which a choice is made without this script's help. When a page comes after it, it was made. */
  document.addEventListener("submit", ({ target }) => {
    for (const place of [target, ...target.querySelectorAll("[data-settles], [data-autosave]:has(.conflict)")]) {
      const url = place.dataset.settles ?? (place.querySelector("[data-save-line]") ? null : place.dataset.url);
      const item = url && kept.get(url);
      if (item) kept.put(url, { ...item, state: "settling", from: location.pathname });
    }
  });
  for (const [url, item] of kept.all()) {
    if (item.state !== "settling") continue;
    const [here, answer] = [`[data-settles="${CSS.escape(url)}"]`, `[data-url="${CSS.escape(url)}"]`];
    /* It was made if the form's page led here: after an error, or a sign-in that came between, the text still waits. */
    const isThere = !document.querySelector("main[data-error], main [data-error]") && document.referrer && new URL(document.referrer).pathname === item.from;
    const isOpen = document.querySelector(`${here}, ${answer}:has(.conflict):not(:has([data-save-line]))`);
    if (isOpen || !isThere) kept.put(url, { ...item, state: "conflict" });
    else kept.drop(url);
  }

  elsewhere().forEach(([url, item]) => LASTING.includes(item.state) || sending.send(url));
  render();
})();
