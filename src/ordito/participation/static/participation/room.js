// A phone in the room: what is typed or voted leaves at once, or waits here for the network and then leaves.
(() => {
  const room = document.querySelector("#room");
  const say = room.dataset;
  const speak = document.querySelector("#speak");
  const line = document.querySelector("#line");
  const mine = document.querySelector("#mine");
  const said = document.querySelector("#said");
  const rows = new Map();

  const tell = (words) => { line.textContent = words || ""; line.hidden = !words; };

  function rowOf(item) {
    if (!rows.has(item.data.mark)) {
      const row = document.createElement("li");
      const text = document.createElement("p");
      text.dir = "auto";
      text.className = "mb-0";
      text.textContent = item.data.text;
      row.append(text, document.createElement("small"));
      mine.querySelector("ul").prepend(row);
      mine.hidden = false;
      rows.set(item.data.mark, row);
    }
    return rows.get(item.data.mark);
  }

  const sentOf = (item) => room.querySelector(`[data-statement="${item.data.statement}"] .sent`);

  const outbox = window.ordito.outbox(say.store, {
    changed(items) {
      items.forEach((item) => {
        if (item.what === "voice") rowOf(item).querySelector("small").textContent = say.waits;
        else if (sentOf(item)) { sentOf(item).textContent = say.waits; press(item.data.statement, item.data.value); }
      });
    },
    away() { tell(say.stays); },
    arrived(item, answer) {
      tell("");
      if (item.what === "voice") {
        rowOf(item).querySelector("small").textContent = answer.shown ? say.arrived : say.toRead;
        said.hidden = false;
      }
      else if (sentOf(item)) sentOf(item).textContent = say.arrived;
    },
    refused(item, why) {
      if (!item) return tell(say.reload);
      tell(why);
      if (item.what !== "voice") { if (sentOf(item)) sentOf(item).textContent = ""; return; }
      rowOf(item).remove();
      rows.delete(item.data.mark);
      if (speak && !speak.text.value) speak.text.value = item.data.text;
    },
  });

  function press(statement, value) {
    room.querySelectorAll(`[data-statement="${statement}"] button`).forEach((each) => each.setAttribute("aria-pressed", each.value === String(value)));
  }

  if (speak) {
    speak.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = speak.text.value.trim();
      if (!text) return;
      outbox.add({ what: "voice", url: speak.getAttribute("action"), data: { text, kind: speak.kind.value, mark: window.ordito.mark() } });
      speak.text.value = "";
      try { localStorage.removeItem(`${say.store}:draft`); } catch { /* nothing to forget */ }
      said.hidden = true;
    });
    try {
      speak.text.value ||= localStorage.getItem(`${say.store}:draft`) || "";
      speak.text.addEventListener("input", () => localStorage.setItem(`${say.store}:draft`, speak.text.value));
    } catch { /* a browser that keeps nothing */ }
  }

  room.addEventListener("submit", (event) => {
    const form = event.target.closest(".says");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const [statement, { value }] = [form.elements.statement.value, event.submitter];
    press(statement, value);
    outbox.add(
      { what: "vote", url: form.getAttribute("action"), data: { statement, value } },
      (other) => other.what === "vote" && other.data.statement === statement,
    );
  });

  // Without the network the page still opens, where the browser lets it: on https, or on this machine.
  if (navigator.serviceWorker) navigator.serviceWorker.register(say.away, { scope: location.pathname }).catch(() => { /* as before */ });

  window.ordito.watch((state) => {
    room.querySelectorAll("[data-statement]").forEach((item) => {
      const form = item.querySelector(".says");
      if (form) form.hidden = item.dataset.open !== "true" || !state.is_open;
    });
    if (!state.is_open) tell(say.closed);
    if (speak) speak.hidden = !state.is_open;
  });
})();
