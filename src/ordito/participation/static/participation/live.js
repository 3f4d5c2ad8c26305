// Follow a gathering: events from the server, or a question every few seconds where events do not pass.
// Whatever carries the numbers on the page is changed in place; texts only ever become text.
window.ordito = window.ordito || {};
(() => {
  const SECONDS_BETWEEN_QUESTIONS = 4;
  const place = document.querySelector("[data-live]");
  if (!place) return;
  const watchers = [];
  let mark = place.dataset.mark;
  let asking = 0;

  const put = (element, text) => { if (element && element.textContent !== String(text)) element.textContent = text; };

  function paintStatement(item, { number, text, is_open, agree, disagree, passed }) {
    put(item.querySelector("[data-text]"), text);
    const total = agree + disagree + passed || 1;
    const [first, second] = [(100 * agree) / total, (100 * disagree) / total];
    item.querySelector("[data-bar=agree]").setAttribute("width", first);
    item.querySelector("[data-bar=disagree]").setAttribute("x", first);
    item.querySelector("[data-bar=disagree]").setAttribute("width", second);
    item.querySelector("[data-bar=passed]").setAttribute("x", first + second);
    item.querySelector("[data-bar=passed]").setAttribute("width", (100 * passed) / total);
    Object.entries({ agree, disagree, passed }).forEach(([name, n]) => put(item.querySelector(`[data-count=${name}]`), n.toLocaleString(document.documentElement.lang)));
    item.dataset.open = is_open;
  }

  function paintStatements(statements) {
    const list = place.querySelector(".statements");
    const model = document.querySelector("#new-statement");
    if (!list) return;
    const kept = new Set(statements.map(({ number }) => String(number)));
    list.querySelectorAll("[data-statement]").forEach((item) => { if (!kept.has(item.dataset.statement)) item.remove(); });
    statements.forEach((row) => {
      let item = list.querySelector(`[data-statement="${row.number}"]`);
      if (!item && model) {
        item = model.content.firstElementChild.cloneNode(true);
        item.dataset.statement = row.number;
        item.id = `a${row.number}`;
        const field = item.querySelector("[name=statement]");
        if (field) field.value = row.number;
        list.append(item);
      }
      if (item) paintStatement(item, row);
    });
    document.querySelectorAll("[data-when-none]").forEach((each) => { each.hidden = statements.length > 0; });
    const section = document.querySelector("#statements");
    if (section) section.hidden = !statements.length;
  }

  function paint(state) {
    ["voices", "people", "phones"].forEach((name) => place.querySelectorAll(`[data-figure=${name}]`).forEach((each) => put(each, state[name].toLocaleString(document.documentElement.lang))));
    paintStatements(state.statements);
    watchers.forEach((watch) => watch(state));
  }

  async function ask() {
    try {
      const answer = await fetch(`${place.dataset.state}?noto=${encodeURIComponent(mark)}`, { cache: "no-store" });
      if (answer.status !== 200) return;
      mark = answer.headers.get("X-Mark") || "";
      paint(await answer.json());
    } catch { /* the next round */ }
  }

  function question(on) {
    if (on && !asking) asking = setInterval(() => { if (!document.hidden) ask(); }, SECONDS_BETWEEN_QUESTIONS * 1000);
    if (!on && asking) { clearInterval(asking); asking = 0; }
  }

  function follow() {
    if (!window.EventSource) return question(true);
    const source = new EventSource(place.dataset.stream);
    source.onopen = () => question(false);
    source.onmessage = (event) => {
      mark = event.lastEventId;
      paint(JSON.parse(event.data));
    };
    source.onerror = () => {
      question(true);
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 30000);
    };
  }

  window.ordito.watch = (watch) => watchers.push(watch);
  window.ordito.put = put;
  window.ordito.atTable = (word, name) => (!name || name.includes(" ") ? name : `${word} ${name}`);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && asking) ask(); });
  document.addEventListener("DOMContentLoaded", follow);
})();
