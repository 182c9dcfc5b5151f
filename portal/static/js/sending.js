/* Sends what waits on this device, one at a time for each address, and says what became of it ("kept:told").

   What is under way is remembered with the text: if the line breaks after the portal has saved, the next text says that
   it goes on from there (see portal/web/earlier.py). */
(() => {
  "use strict";
  const { kept } = window;
  if (!kept) return;
  const PATIENCE = 20000; // ms until a request counts as lost
  const OUTLIVES = 60000; // bytes: what a browser still sends when the page is gone
  const REMEMBERED = 3;
  const underWay = new Set(); // addresses with a request
  const again = new Set(); // addresses with a newer text than the one under way

  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const isVersion = (name) => /(^|-)version$/.test(name);
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  /* After signing in again in another tab the page's token is stale: take the new one, if it is the same person. */
  let renewing = null;
  const renew = () => (renewing ??= fetchToken().finally(() => (renewing = null)));
  const fetchToken = async () => {
    try {
      const response = await fetch(document.querySelector(".menu__me").href, { credentials: "same-origin" });
      const fresh = parse(await response.text());
      if (fresh.body.dataset.user !== document.body.dataset.user) return false;
      document.body.setAttribute("data-hx-headers", fresh.body.getAttribute("data-hx-headers"));
      const token = fresh.querySelector("[name=csrf_token]").value;
      document.querySelectorAll("[name=csrf_token]").forEach((field) => (field.value = token));
      return true;
    } catch {
      return false;
    }
  };

  const post = async (url, item) => {
    const body = new URLSearchParams(item.data);
    if (item.key) body.set("sent_key", item.key);
    (item.sent ?? []).filter((text) => text !== item.data).forEach((text) => body.append("earlier", text));
    const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("data-hx-headers")) };
    const gone = new AbortController();
    const clock = window.setTimeout(() => gone.abort(), PATIENCE);
    try {
      const keepalive = String(body).length < OUTLIVES;
      const response = await fetch(url, { method: "POST", body, headers, keepalive, credentials: "same-origin", signal: gone.signal });
      const html = await response.text();
      // Whoever answers for the portal (a train's sign-in page) has saved nothing.
      const isOurs = response.status >= 400 || response.status === 204 || (!response.redirected && html.includes("data-save-"));
      return { status: isOurs ? response.status : 0, html };
    } catch {
      return { status: 0, html: "" };
    } finally {
      window.clearTimeout(clock);
    }
  };

  const stateOf = ({ status, html }) => {
    if (status === 401) return "signedout";
    if (status === 0 || status === 429 || status >= 500) return "unsaved";
    if (status < 400) return html.includes('data-save-state="conflict"') ? "half" : "saved";
    return status === 409 && html.includes("data-conflict") ? "conflict" : "error";
  };

  /* The text may have grown meanwhile: then only its version is renewed, and it waits on. */
  const settle = (url, sent, state, html) => {
    const item = kept.get(url);
    if (!item) return;
    if (state === "saved" && item.data === sent) return kept.drop(url);
    if (state === "saved" || state === "half") {
      const data = new URLSearchParams(item.data);
      parse(html).querySelectorAll("input[type=hidden]").forEach(({ name, value }) => isVersion(name) && data.set(name, value));
      item.data = String(data);
      item.sent = [];
      state = state === "half" ? "half" : "";
    }
    kept.put(url, { ...item, state });
  };

  const once = async (url) => {
    const item = kept.get(url);
    if (!item) return "saved";
    item.sent = [...(item.sent ?? []).filter((text) => text !== item.data), item.data].slice(-REMEMBERED);
    kept.put(url, item);
    tell("kept:sending", { url });
    let answer = await post(url, item);
    // Signed out, or a token that has grown old. A 400 with a new token is about something else.
    if (answer.status === 400) answer = (await renew()) ? await post(url, item) : { status: 401, html: "" };
    const state = stateOf(answer);
    settle(url, item.data, state, answer.html);
    if (state === "saved") kept.spread({ url, data: item.data, html: answer.html });
    tell("kept:told", { url, data: item.data, state, title: item.title, page: item.page, ...answer });
    return state;
  };

  const run = async (url) => {
    underWay.add(url);
    const state = await once(url);
    underWay.delete(url);
    if (again.delete(url) && ["saved", "half"].includes(state)) send(url);
  };
  const send = (url) => {
    if (underWay.has(url)) again.add(url);
    else run(url);
  };

  window.sending = { send, renew, parse, isVersion, isBusy: (url) => underWay.has(url) };
})();
