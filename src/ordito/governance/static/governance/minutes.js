// Texts that save themselves: a moment after the last key, and when the field is left. What is not saved yet
// stays in this computer; when somebody else wrote in the same place, both texts are shown and none is lost.
const page = document.querySelector("#texts");
const saved = document.querySelector("#saved");
const PAUSE = 1500;
const waiting = new Set();

const storeOf = (field) => `ordito:verbale:${page.dataset.meeting}:${field.dataset.place}`;
const inputOf = (field) => field.querySelector("textarea, input");

function remember(field) {
  try {
    if (waiting.has(field)) localStorage.setItem(storeOf(field), JSON.stringify([field.dataset.base, inputOf(field).value]));
    else localStorage.removeItem(storeOf(field));
  } catch { /* a browser that keeps nothing still sends */ }
}

function tell(field, words, tone) {
  field.querySelector("[role=status]").textContent = words;
  saved.textContent = words;
  saved.className = `tag ${tone}`;
}

async function send(field) {
  if (field.sending || !waiting.has(field) || !field.querySelector(".conflict").hidden) return;
  clearTimeout(field.timer);
  field.sending = true;
  const text = inputOf(field).value;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("place", field.dataset.place);
  body.append("base", field.dataset.base);
  body.append("text", text);
  tell(field, page.dataset.saving, "soon");
  let again = 0;
  try {
    const answer = await fetch(page.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const json = isJson ? await answer.json() : null;
    if (json && answer.status === 200) {
      field.dataset.base = json.base;
      if (inputOf(field).value === text) waiting.delete(field);
      else again = PAUSE;
      field.wait = 0;
      remember(field);
      tell(field, waiting.size ? page.dataset.saving : page.dataset.saved, waiting.size ? "soon" : "ok");
    } else if (json && answer.status === 409) conflict(field, json);
    else if (json) tell(field, json.refusal, "late");
    else {
      again = field.wait = Math.min((field.wait || 0) + 2000, 15000);
      tell(field, answer.status >= 500 ? page.dataset.failed : page.dataset.signin, "late");
    }
  } catch {
    again = field.wait = Math.min((field.wait || 0) + 2000, 15000);
    tell(field, page.dataset.failed, "late");
  }
  field.sending = false;
  if (again) field.timer = setTimeout(() => send(field), again);
}

function conflict(field, { theirs, base }) {
  const box = field.querySelector(".conflict");
  box.hidden = false;
  box.querySelector("pre").textContent = theirs;
  field.dataset.base = base;
  field.theirs = theirs;
  tell(field, page.dataset.conflict, "late");
}

function write(field, pause) {
  waiting.add(field);
  remember(field);
  if (field.querySelector(".conflict").hidden) tell(field, page.dataset.saving, "soon");
  clearTimeout(field.timer);
  field.timer = setTimeout(() => send(field), pause);
}

page?.querySelectorAll(".text").forEach((field) => {
  const input = inputOf(field);
  const kept = localStorage.getItem(storeOf(field));
  if (kept) {
    const [base, text] = JSON.parse(kept);
    if (text !== input.value) {
      field.dataset.base = base;
      input.value = text;
      write(field, 0);
      tell(field, page.dataset.recovered, "soon");
    } else localStorage.removeItem(storeOf(field));
  }
  input.addEventListener("input", () => write(field, PAUSE));
  input.addEventListener("change", () => send(field));
  field.addEventListener("click", (event) => {
    const { keep } = event.target.dataset;
    if (!keep) return;
    if (keep === "theirs") input.value = field.theirs;
    if (keep === "both") input.value = `${field.theirs}\n\n${input.value}`;
    field.querySelector(".conflict").hidden = true;
    waiting.add(field);
    send(field);
  });
});

// A decision on a point: the form knows the point already.
document.querySelectorAll("[data-decide]").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  const form = document.querySelector("#decisioni form");
  form.elements.agenda_item.value = link.dataset.decide;
  form.scrollIntoView({ block: "center" });
  form.elements.text.focus({ preventScroll: true });
}));

// Leaving by a button of this page waits for what is being saved.
document.addEventListener("submit", (event) => {
  if (!waiting.size) return;
  event.preventDefault();
  waiting.forEach(send);
  const { target, submitter } = event;
  const again = setInterval(() => {
    if (waiting.size) return;
    clearInterval(again);
    target.requestSubmit(submitter);
  }, 150);
});
window.addEventListener("online", () => waiting.forEach(send));
window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
