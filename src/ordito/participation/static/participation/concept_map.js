// A concept map drawn by hand, beside the list that says the same. Every change is sent alone; what others
// change comes every three seconds, and a concept that is under one's hand is left there.
const words = document.currentScript.dataset;
const sheet = document.getElementById("disegno");
const said = document.getElementById("annuncio");
const tended = sheet.classList.contains("tended");
const say = (text, told = {}) => { said.textContent = text.replace(/\{(\w+)\}/g, (_all, name) => told[name] ?? ""); };
const WIDE = 1.4, HIGH = 0.9, READABLE = 0.65;

sheet.replaceChildren();
sheet.style.height = "min(32rem, 70vh)";
document.querySelector("[data-island]")?.removeAttribute("hidden");
const graph = cytoscape({
  container: sheet,
  maxZoom: 2,
  minZoom: 0.2,
  autoungrabify: !tended,
  boxSelectionEnabled: false,
  layout: { name: "preset" },
  style: [
    { selector: "node", style: { shape: "round-rectangle", width: "data(wide)", height: "data(high)", label: "data(label)", "text-wrap": "wrap", "text-max-width": 400, "text-valign": "center", "font-size": 15, "font-family": "Titillium Web, sans-serif", color: "#17324d", "background-color": "#f5f7fb", "border-width": 1.5, "border-color": "#06c" } },
    { selector: "node[?said]", style: { "border-style": "double", "border-width": 4 } },
    { selector: "node.picked", style: { "background-color": "#fff3d6", "border-color": "#ff9e00", "border-width": 3 } },
    { selector: "edge", style: { width: 2, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "curve-style": "bezier", label: "data(words)", color: "data(colour)", "font-size": 13, "font-family": "Titillium Web, sans-serif", "text-background-color": "#fff", "text-background-opacity": 1, "text-background-padding": "2px" } },
  ],
});

let mark = "", told = "";
async function look() {
  const answer = await fetch(sheet.dataset.state, { headers: mark ? { "If-None-Match": mark } : {} }).catch(() => null);
  if (answer?.status === 200) {
    const first = !mark;
    mark = answer.headers.get("ETag");
    show(await answer.json(), first);
  }
  follow();
}
// The list says what the drawing says, as soon as nobody is writing in it and nothing written waits to be sent.
const unsent = (each) => each.matches(":focus") || (each.matches("input") && each.value !== each.defaultValue);
function follow() {
  const list = document.getElementById("detto");
  if (!told || list.dataset.said === told || [...list.querySelectorAll("input, select")].some(unsent)) return;
  htmx.ajax("GET", sheet.dataset.here, { target: "#detto", swap: "outerHTML" });
  say(words.news);
}
// All of it, where it can still be read; else, on a phone, its middle: the sheet is dragged to the rest.
function fit() {
  graph.fit(undefined, 30);
  if (graph.zoom() >= READABLE) return;
  graph.zoom(READABLE);
  graph.center();
}
function show(state, first) {
  const wanted = new Set();
  graph.batch(() => {
    for (const { number, x, y, ...told } of state.concepts) {
      const id = `c${number}`;
      wanted.add(id);
      const node = graph.getElementById(id);
      const position = { x: x * WIDE, y: y * HIGH };
      if (node.empty()) graph.add({ group: "nodes", data: { id, number, ...told }, position });
      else { node.data(told); if (!node.grabbed()) node.position(position); }
    }
    for (const { source, target, kind, words: how, colour } of state.ties) {
      const id = `${source}-${kind}-${target}`;
      wanted.add(id);
      if (graph.getElementById(id).empty()) graph.add({ group: "edges", data: { id, source: `c${source}`, target: `c${target}`, words: how, colour } });
    }
    graph.elements().filter((each) => !wanted.has(each.id())).remove();
  });
  if (first) fit();
  told = state.said;
}

const send = (address, told) => fetch(address, { method: "POST", headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) }, body: new URLSearchParams(told) }).then(look);
const kept = (value) => Math.round(Math.min(1000, Math.max(0, value)));
graph.on("dragfree", "node", ({ target }) => {
  const { x, y } = target.position();
  send(`${sheet.dataset.add}${target.data("number")}/`, { deed: "move", x: kept(x / WIDE), y: kept(y / HIGH) });
});

let from = null;
graph.on("tap", "node", ({ target }) => {
  if (!tended) return;
  const tie = document.getElementById("lega");
  if (!from || from.id() === target.id() || from.removed()) {
    graph.nodes().removeClass("picked");
    from = from?.id() === target.id() ? null : target.addClass("picked");
    if (from && tie) tie.elements.source.value = from.data("number");
    if (from) say(words.from, { text: from.data("text") });
    return;
  }
  if (tie) {
    tie.elements.source.value = from.data("number");
    tie.elements.target.value = target.data("number");
    tie.elements.kind.focus();
    say(words.to, { source: from.data("text"), target: target.data("text") });
  }
  graph.nodes().removeClass("picked");
  from = null;
});

document.addEventListener("htmx:afterSwap", look);
look();
setInterval(() => { if (!document.hidden) look(); }, 3000);
