/* What waits on this device: texts that the portal does not have yet, by the address that they are sent to, for one person.

   A text is kept at every key pressed, not first when something fails: a phone may be put away in the middle of a word.
   Another tab of the same browser hears of each change, so that all of them show the same text.
   item: { data: the fields as they are sent, page, title, shown: the text for people, at, state, sent: what was sent
   without an answer, key: of a new row, merged: what somebody makes of two texts }
   state: "" waits to be sent · unsaved · signedout · conflict · error · half (a name that is no row yet) · draft (a row's
   form, nobody has pressed its button) · settling (a plain form with the choice between two texts is under way) */
(() => {
  "use strict";
  const user = document.body.dataset.user;
  if (!user) return;
  const prefix = `kept:${user}:`;
  const news = `news:${user}`;
  const memory = new Map(); // where the browser forbids the store or it is full: kept while the page is open
  let disk = null;
  try {
    disk = window.localStorage;
    disk.getItem(prefix); // a forbidden store may throw only when it is used
  } catch {
    disk = null;
  }
  const read = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };

  const get = (url) => memory.get(url) ?? read(disk?.getItem(prefix + url) ?? null);
  const put = (url, item) => {
    try {
      disk.setItem(prefix + url, JSON.stringify(item));
      memory.delete(url);
    } catch {
      memory.set(url, item);
    }
  };
  const drop = (url) => {
    memory.delete(url);
    disk?.removeItem(prefix + url);
  };
  const all = () => {
    const urls = new Set(memory.keys());
    for (let i = 0; i < (disk?.length ?? 0); i += 1) if (disk.key(i).startsWith(prefix)) urls.add(disk.key(i).slice(prefix.length));
    return [...urls].map((url) => [url, get(url)]).filter(([, item]) => item);
  };

  /* Other tabs hear it; it stays nowhere. */
  const spread = (message) => {
    try {
      disk.setItem(news, JSON.stringify(message));
      disk.removeItem(news);
    } catch {
      /* Without a store there is no way to the other tabs. */
    }
  };
  const listen = (onItem, onNews) =>
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(prefix)) onItem(key.slice(prefix.length), read(newValue));
      else if (key === news && newValue) onNews(read(newValue));
    });

  window.kept = { get, put, drop, all, spread, listen, isSafe: (url) => !memory.has(url) };
})();
