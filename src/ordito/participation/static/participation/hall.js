// One operator, sixty voices: Enter writes and stays here, the table and the kind are kept, nothing is lost.
(() => {
  const form = document.querySelector("#typing");
  const say = form.dataset;
  const text = form.elements.text;
  const list = document.querySelector("#typed");
  const line = document.querySelector("#line");
  const rows = new Map();
  let undoing = false;

  const atTable = (typed) => {
    const name = typed.trim().replace(new RegExp(`^${say.table}\\s+(\\S+)$`, "i"), "$1");
    return !name || /\s/.test(name) ? name : `${say.table} ${name}`;
  };
  const tell = (words) => { line.textContent = words || ""; };
  const chosen = (name) => form.elements[name].selectedOptions[0]?.textContent || "";

  function add(className, words, parent) {
    const span = document.createElement("span");
    span.className = className;
    span.dir = "auto";
    span.textContent = words;
    parent.append(" ", span);
    return span;
  }

  function rowOf(item) {
    if (rows.has(item.data.mark)) return rows.get(item.data.mark);
    const [row, about, said] = ["li", "small", "p"].map((name) => document.createElement(name));
    row.about = about;
    row.sent = add("sent", "", about);
    add("tag", item.shown.kind, about);
    [item.data.group, atTable(item.data.table), item.data.size > 1 && `${item.data.size} ${say.people}`]
      .filter(Boolean).forEach((words) => { about.append(" ·"); add("", words, about); });
    said.dir = "auto";
    said.textContent = item.data.text;
    row.append(about, said);
    list.prepend(row);
    document.querySelector("#none").hidden = true;
    rows.set(item.data.mark, row);
    return row;
  }

  const outbox = window.ordito.outbox(say.store, {
    changed: (items) => items.forEach((item) => { rowOf(item).sent.textContent = say.waits; }),
    arrived(item, answer) {
      const row = rowOf(item);
      const link = document.createElement("a");
      link.href = answer.url;
      link.textContent = `n. ${answer.number}`;
      row.sent.replaceChildren(link);
      row.dataset.number = answer.number;
      tell("");
      (answer.alike || []).forEach((each) => add("tag soon text-wrap", `${say.alike} n. ${each.number}: ${each.text}`, row.about));
    },
    refused(item, why) {
      if (!item) return tell(say.reload);
      rowOf(item).remove();
      rows.delete(item.data.mark);
      tell(why);
      if (!text.value) text.value = item.data.text;
    },
  });

  function write() {
    const said = text.value.trim();
    if (!said) return tell("");
    const data = { text: said, mark: window.ordito.mark() };
    ["kind", "channel", "table", "group", "size"].forEach((name) => { data[name] = form.elements[name].value; });
    outbox.add({ url: form.getAttribute("action"), data, shown: { kind: chosen("kind") } });
    text.value = "";
    form.elements.size.value = 1;
    text.focus();
  }

  async function undo() {
    if (undoing || outbox.size) return tell(outbox.size ? say.waits : "");
    undoing = true;
    try {
      const answer = await fetch(say.undo, {
        method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
      });
      const told = await answer.json();
      if (!answer.ok) tell(told.why);
      else {
        [...list.children].find((row) => row.dataset.number === String(told.number) || row.querySelector("a")?.textContent === `n. ${told.number}`)?.remove();
        tell(say.undone);
        if (!text.value) text.value = told.text;
      }
    } catch { tell(say.waits); }
    undoing = false;
    text.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.id === "undo") undo();
    else write();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const inText = event.target === text;
    if (event.key === "Enter" && inText && !event.shiftKey) { event.preventDefault(); write(); }
    else if (event.key === "Escape") text.focus();
    else if (["PageUp", "PageDown"].includes(event.key) && inText) {
      event.preventDefault();
      const { kind } = form.elements;
      const step = event.key === "PageDown" ? 1 : -1;
      kind.selectedIndex = (kind.selectedIndex + step + kind.length) % kind.length;
      tell(chosen("kind"));
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && inText && !text.value) {
      event.preventDefault();
      undo();
    }
  });
  text.focus();
})();
