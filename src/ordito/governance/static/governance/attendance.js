// Ticking from the keyboard. Every mark is kept in this computer until the server says that it has it:
// a cable that comes loose for a minute loses nothing, and the page says how many marks still wait.
const screen = document.querySelector("#ticking");
const saved = document.querySelector("#saved");
const find = document.querySelector("#find");
const rows = [...screen.querySelectorAll(".seat")];
const rowOf = new Map(rows.map((row) => [row.dataset.key, row]));
const KEYS = { p: "present", d: "delegate", g: "justified", a: "absent", u: "observer", n: "not_entitled" };
const CAME = ["present", "delegate"];
const STORE = `ordito:presenze:${screen.dataset.meeting}`;
const say = screen.dataset;
const isOpen = "open" in screen.dataset;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const words = new Map(rows.map((row) => [row, {
  name: ` ${plain(row.querySelector("strong").textContent)}`,
  people: ` ${[...row.querySelectorAll("option[value]:not([value=''])")].map((each) => plain(each.textContent)).join(" ")}`,
}]));

// --- what a row says ---
const mark = (row) => ({
  state: row.dataset.state,
  person: row.querySelector("select").value,
  name: row.querySelector("input[name=name]").value.trim(),
});

function draw(row, { state, person, name }) {
  row.dataset.state = state;
  row.querySelectorAll(".states button").forEach((each) => each.setAttribute("aria-pressed", each.value === state));
  const select = row.querySelector("select");
  select.value = person || "";
  const typed = row.querySelector("input[name=name]");
  if (document.activeElement !== typed) typed.value = name || "";
  typed.hidden = Boolean(select.value);
  row.querySelector(".came").hidden = state !== "delegate";
  row.querySelector(".unsaved").hidden = !queue.has(row.dataset.key);
}

function count() {
  const formal = rows.filter((row) => "formal" in row.dataset && row.dataset.state !== "not_entitled");
  const present = formal.filter((row) => CAME.includes(row.dataset.state)).length;
  document.querySelector("#present").textContent = present;
  document.querySelector("#formal").textContent = formal.length;
  document.querySelector("#unmarked").textContent = rows.filter((row) => "member" in row.dataset && !row.dataset.state).length;
  const quorum = document.querySelector("#quorum");
  if (!quorum) return;
  const reached = present >= Math.ceil((formal.length * Number(quorum.dataset.percent)) / 100);
  quorum.textContent = reached ? quorum.dataset.yes : quorum.dataset.no;
  quorum.className = `tag ${reached ? "ok" : "late"}`;
}

// --- the queue: what the server does not have yet ---
const queue = new Map();
let number = 0;
let sending = false;
let wait = 0;
let timer = 0;
let refused = "";

function keep() {
  try {
    if (queue.size) localStorage.setItem(STORE, JSON.stringify([...queue]));
    else localStorage.removeItem(STORE);
  } catch { /* a browser that keeps nothing still sends */ }
}

function tell(words, tone) {
  saved.textContent = words;
  saved.className = `tag ${tone}`;
}

function report(problem = "") {
  if (refused) tell(refused, "late");
  else if (!queue.size) tell(say.saved, "ok");
  else if (problem) tell(`${queue.size} ${problem}`, "late");
  else tell(say.saving, "soon");
}

function put(row, next) {
  queue.set(row.dataset.key, { ...next, n: (number += 1) });
  refused = "";
  keep();
  draw(row, next);
  count();
  report();
  flush();
}

function take(marks) {
  rows.forEach((row) => {
    if (queue.has(row.dataset.key) || row.contains(document.activeElement) && document.activeElement.matches("select, input")) return;
    const [state, person, name] = marks[row.dataset.key] || ["", "", ""];
    draw(row, { state, person: person ? String(person) : "", name });
  });
  count();
}

async function ask(address, body) {
  const answer = await fetch(address, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json" }, redirect: "follow" });
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  return { status: answer.status, json: isJson ? await answer.json() : null };
}

async function flush() {
  if (sending || !queue.size) return;
  sending = true;
  clearTimeout(timer);
  let problem = "";
  while (queue.size && !problem) {
    const [key, { n, ...next }] = queue.entries().next().value;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    Object.entries({ member: key, ...next }).forEach((pair) => body.append(...pair));
    try {
      const { status, json } = await ask(say.tick, body);
      if (json && (status === 200 || status === 422)) {
        if (status === 422) refused = json.refusal;
        if (queue.get(key)?.n === n) queue.delete(key);
        keep();
        take(json.marks);
        wait = 0;
      } else problem = status >= 500 ? say.unsaved : say.signin;
    } catch {
      problem = say.unsaved;
    }
    report(problem);
  }
  rows.forEach((row) => { row.querySelector(".unsaved").hidden = !queue.has(row.dataset.key); });
  sending = false;
  if (problem) {
    wait = Math.min(wait + 2000, 15000);
    timer = setTimeout(flush, wait);
  }
}

// --- deeds of the keyboard and of the finger ---
const past = [];

function set(row, state) {
  const before = mark(row);
  const next = { state, person: "", name: "" };
  if (state === "delegate") {
    const alternates = row.querySelectorAll("option[data-alternate]");
    next.person = alternates.length === 1 ? alternates[0].value : before.person;
    next.name = next.person ? "" : before.name;
  }
  past.push([row, before]);
  put(row, next);
}

function undo() {
  const last = past.pop();
  if (!last) return tell(say.nothing, "soon");
  put(...last);
}

function found() {
  const typed = plain(find.value);
  if (!typed) return rows;
  const rank = (row) => {
    const { name, people } = words.get(row);
    const at = [name.includes(` ${typed}`), people.includes(` ${typed}`), name.includes(typed), people.includes(typed)].indexOf(true);
    return at < 0 ? Infinity : at + (row.dataset.state ? 10 : 0);
  };
  return rows.filter((row) => rank(row) < Infinity).sort((one, other) => rank(one) - rank(other));
}

function narrow() {
  const kept = found();
  rows.forEach((row) => {
    row.hidden = !kept.includes(row);
    row.classList.toggle("top", Boolean(find.value.trim()) && row === kept[0]);
  });
}

function back() {
  find.value = "";
  narrow();
  find.focus();
}

function step(row, by) {
  const shown = rows.filter((each) => !each.hidden);
  const to = shown[shown.indexOf(row) + by];
  if (to) to.focus();
  else if (by < 0) find.focus();
}

function tickRow(row, state) {
  const came = state === "delegate";
  set(row, state);
  if (came && !row.querySelector("select").value) {
    const hasVoices = row.querySelectorAll("option").length > 1;
    row.querySelector(hasVoices ? "select" : "input[name=name]").focus();
  } else if (find.value) back();
  else step(row, 1);
}

function onFind(event) {
  if (event.key === "ArrowDown") {
    event.preventDefault();
    found()[0]?.focus();
  } else if (event.key === "Escape") back();
  else if (event.key === "Enter" && find.value.trim()) {
    event.preventDefault();
    const [row] = found();
    if (!row) return tell(say.nobody, "soon");
    set(row, "present");
    back();
  }
}

function onRow(event, row) {
  const key = event.key.toLowerCase();
  const deed = {
    arrowdown: () => step(row, 1), arrowup: () => step(row, -1), escape: back,
    enter: () => tickRow(row, "present"), delete: () => set(row, ""), backspace: () => set(row, ""),
  }[key] || (KEYS[key] && (() => tickRow(row, KEYS[key])));
  if (!deed) return;
  event.preventDefault();
  deed();
}

if (isOpen) {
  screen.addEventListener("keydown", (event) => {
    const row = event.target.closest(".seat");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.value) {
      event.preventDefault();
      undo();
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.target === find) onFind(event);
    else if (row && event.target === row) onRow(event, row);
    else if (row && event.key === "Enter" && event.target.matches("select, input")) {
      event.preventDefault();
      event.target.blur();
      back();
    }
  });
  screen.addEventListener("click", (event) => {
    const button = event.target.closest(".states button");
    if (!button) return;
    event.preventDefault();
    const row = button.closest(".seat");
    set(row, row.dataset.state === button.value ? "" : button.value);
  });
  screen.addEventListener("change", (event) => {
    const row = event.target.closest(".seat");
    if (!row) return;
    const next = mark(row);
    put(row, { ...next, name: next.person ? "" : next.name });
  });
  find.addEventListener("input", narrow);
  document.querySelector("#undo").addEventListener("click", undo);
}
screen.addEventListener("submit", (event) => { if (event.target.closest(".seat")) event.preventDefault(); });

document.querySelectorAll("[data-waits]").forEach((form) => form.addEventListener("submit", (event) => {
  if (!queue.size) return;
  event.preventDefault();
  const { submitter } = event;
  const again = setInterval(() => {
    if (queue.size) return;
    clearInterval(again);
    form.requestSubmit(submitter);
  }, 200);
}));

window.addEventListener("online", flush);
window.addEventListener("beforeunload", (event) => { if (queue.size) event.preventDefault(); });

setInterval(async () => {
  if (document.hidden || queue.size || sending) return;
  try {
    const { json } = await ask(say.state);
    if (json && !queue.size) take(json.marks);
  } catch { /* the next round */ }
}, 10000);

try {
  JSON.parse(localStorage.getItem(STORE) || "[]").forEach(([key, next]) => {
    const row = rowOf.get(key);
    if (row && isOpen) put(row, { state: next.state, person: next.person, name: next.name });
  });
} catch { localStorage.removeItem(STORE); }
