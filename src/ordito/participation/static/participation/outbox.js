// What was typed here and has not arrived: kept in this device until the server says that it is written.
// Each message has a mark of its own, so that sent twice it is one.
window.ordito = window.ordito || {};
window.ordito.outbox = (store, { changed = () => {}, arrived = () => {}, refused = () => {}, away = () => {} }) => {
  const LONGEST_WAIT = 15000;
  let items = [];
  let busy = false;
  let wait = 1000;
  let timer = 0;

  try { items = JSON.parse(localStorage.getItem(store) || "[]"); } catch { items = []; }

  function keep() {
    try {
      if (items.length) localStorage.setItem(store, JSON.stringify(items));
      else localStorage.removeItem(store);
    } catch { /* a full or closed store: what waits is still in the page */ }
    changed(items);
  }

  const drop = (item) => { items = items.filter((each) => each !== item); keep(); };
  const later = () => { clearTimeout(timer); timer = setTimeout(send, wait); wait = Math.min(2 * wait, LONGEST_WAIT); };

  async function send() {
    if (busy || !items.length) return;
    busy = true;
    const [item] = items;
    try {
      const body = new URLSearchParams(item.data);
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(item.url, {
        method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (answer.ok && isJson) {
        wait = 1000;
        drop(item);
        arrived(item, await answer.json());
      } else if (isJson && answer.status !== 429 && answer.status < 500) {
        drop(item);
        refused(item, (await answer.json()).why);
      } else {
        if (answer.status === 403 || answer.status === 404) refused(null, "");
        later();
      }
    } catch {
      away();
      later();
    }
    busy = false;
    if (items.length && wait === 1000) send();
  }

  window.addEventListener("online", () => { wait = 1000; send(); });
  queueMicrotask(() => { changed(items); send(); });
  return {
    add(item, instead = () => false) {
      items = items.filter((each, place) => (busy && place === 0) || !instead(each));
      items.push(item);
      keep();
      wait = 1000;
      send();
    },
    get size() { return items.length; },
  };
};
window.ordito.mark = () => [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
