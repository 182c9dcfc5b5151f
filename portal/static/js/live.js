/* What refreshes quietly (data-live="SECONDS"): gets the htmx event "live" now and then while the tab is in sight, and at once when
   it comes back. Nothing is asked in hidden tabs, while the device is offline, or while one writes in the part itself. */
(() => {
  "use strict";
  const SLOWEST = 8; // times the usual pause, when the portal does not answer
  const timers = new WeakMap();
  const pauses = new WeakMap();
  const parts = () => document.querySelectorAll("[data-live]");
  const isBusy = (part) => document.hidden || !navigator.onLine || part.contains(document.activeElement?.closest("form"));

  const plan = (part) => {
    window.clearTimeout(timers.get(part));
    const seconds = Number(part.dataset.live) * (pauses.get(part) ?? 1);
    timers.set(part, window.setTimeout(() => ask(part), seconds * 1000));
  };
  const ask = (part) => {
    if (!part.isConnected) return;
    if (!isBusy(part)) window.htmx.trigger(part, "live");
    plan(part);
  };
  const begin = () => parts().forEach((part) => timers.has(part) || plan(part));

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const part = detail.elt?.closest?.("[data-live]");
    if (!part || detail.elt !== part) return;
    const status = detail.xhr?.status ?? 0;
    // Signed out, gone or forbidden: the page tells that itself at the next click.
    if ([401, 403, 404].includes(status)) return window.clearTimeout(timers.get(part));
    pauses.set(part, detail.successful ? 1 : Math.min((pauses.get(part) ?? 1) * 2, SLOWEST));
    plan(part);
  });
  document.addEventListener("htmx:load", begin);
  document.addEventListener("visibilitychange", () => document.hidden || parts().forEach(ask));
  begin();
})();
