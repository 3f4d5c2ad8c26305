// A grid arranged by hand: contributions are dragged with mouse or finger, or placed from the keyboard.
// Both tick the same boxes and send the same form that works without this script; the server redraws the board.
const words = document.currentScript.dataset;
const said = document.getElementById("annuncio");
const board = () => document.getElementById("griglia");
const form = () => document.getElementById("colloca");
const box = (card) => card?.querySelector("input[name=chosen]");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const say = (text, told = {}) => { said.textContent = text.replace(/\{(\w+)\}/g, (_all, name) => told[name] ?? ""); };

let next = null; // the contribution that takes the focus when the board comes back

function drop(cards, spot, keep = false) {
  const tray = [...board().querySelectorAll(".tray .said:not([hidden])")];
  const last = tray.findLastIndex((card) => cards.includes(card));
  next = (last >= 0 ? tray.slice(last + 1).find((card) => !cards.includes(card)) : null)?.dataset.number
    ?? cards[0].dataset.number;
  const chosen = cards.map(box);
  for (const each of board().querySelectorAll("input[name=chosen]")) each.checked = chosen.includes(each);
  form().elements.spot.value = spot;
  if (keep) form().elements.keep.checked = true;
  form().requestSubmit(form().querySelector("[value=place]"));
}

// the card under the hand, with the others that are ticked if it is one of them
function taken(card) {
  const ticked = [...board().querySelectorAll(".said")].filter((each) => box(each)?.checked);
  return ticked.includes(card) ? ticked : [card];
}

function aim(cell) {
  for (const each of board().querySelectorAll(".aim")) if (each !== cell) each.classList.remove("aim");
  cell?.classList.add("aim");
}

// --- mouse and finger ---
let drag = null;
document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(".tended .said");
  if (!card || event.button || event.target.closest("a, input")) return;
  if (event.pointerType !== "mouse" && !event.target.closest(".grip")) return;
  drag = { card, cards: taken(card), x: event.clientX, y: event.clientY, ghost: null, moved: false };
  if (event.pointerType !== "mouse") event.target.releasePointerCapture?.(event.pointerId);
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
    drag.ghost = drag.card.cloneNode(true);
    drag.ghost.className = "said ghost";
    if (drag.cards.length > 1) drag.ghost.append(`× ${drag.cards.length}`);
    document.body.append(drag.ghost);
    window.getSelection()?.removeAllRanges();
  }
  event.preventDefault();
  drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-spot]"));
  const edge = event.clientY < 60 ? -14 : event.clientY > window.innerHeight - 60 ? 14 : 0;
  if (edge) window.scrollBy(0, edge);
});
document.addEventListener("selectstart", (event) => { if (drag) event.preventDefault(); });
document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { card, cards, ghost } = drag;
  drag = null;
  if (!ghost) { const mine = box(card); if (event.target.closest(".said") === card) mine.checked = !mine.checked; return; }
  ghost.remove();
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-spot]");
  aim(null);
  if (cell) drop(cards, cell.dataset.spot, event.ctrlKey);
});
document.addEventListener("pointercancel", () => { drag?.ghost?.remove(); drag = null; aim(null); });

// --- keyboard: Enter takes, arrows or the name of the cell choose, Enter puts, Escape leaves ---
let lift = null;
const cells = () => [...board().querySelectorAll("[data-spot]")];
const over = (cell) => {
  aim(cell);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(words.over, cell.dataset);
};
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".tended .said");
  if (!card || !event.target.matches("input[name=chosen]") || event.altKey || event.metaKey) return;
  if ((event.ctrlKey && event.key !== "z") || !form()) return;
  if (event.ctrlKey) {
    event.preventDefault();
    board().querySelector("[data-undo]")?.click();
  } else if (!lift) {
    waiting(event, card);
  } else {
    choosing(event);
  }
});
function waiting(event, card) {
  const list = [...card.parentElement.children].filter((each) => !each.hidden);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) box(list[list.indexOf(card) + step])?.focus();
  else if (event.key === "Enter") {
    lift = { cards: taken(card), typed: "" };
    lift.cell = card.closest("[data-spot]") ?? cells()[0];
    aim(lift.cell);
    say(words.lifted, card.dataset);
  } else return;
  event.preventDefault();
}
function choosing(event) {
  const all = cells();
  const wide = board().querySelectorAll("thead th").length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key];
  if (step) {
    const place = all.indexOf(lift.cell) + step;
    if (all[place]) over(lift.cell = all[place]);
  } else if (event.key === "Enter") {
    const { cards, cell } = lift;
    lift = null;
    aim(null);
    drop(cards, cell.dataset.spot);
  } else if (event.key === "Escape") {
    lift = null;
    aim(null);
    say(words.left);
  } else if (/^[a-z0-9]$/i.test(event.key)) {
    lift.typed = (/^[a-z]$/i.test(event.key) && /\d$/.test(lift.typed) ? "" : lift.typed) + event.key.toUpperCase();
    const found = all.find((cell) => cell.dataset.name.startsWith(lift.typed));
    if (found) over(lift.cell = found); else lift.typed = "";
  } else return;
  event.preventDefault();
}
document.addEventListener("focusout", (event) => {
  if (lift && event.target.matches?.("input[name=chosen]")) { lift = null; aim(null); }
});

// --- the tray narrows while one types ---
document.addEventListener("input", (event) => {
  if (event.target.id !== "q") return;
  const typed = plain(event.target.value.trim());
  for (const card of board().querySelectorAll(".tray .said")) card.hidden = !plain(card.dataset.words).includes(typed);
});

// --- the board comes back, or more cards do ---
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.requestConfig.verb === "get") {
    if (detail.target.matches(".squares ul")) detail.target.querySelector("input, a")?.focus();
  } else {
    const { done, refusal } = board().dataset;
    say(refusal || done || "");
  }
  const search = document.getElementById("q");
  if (search?.value) search.dispatchEvent(new Event("input", { bubbles: true }));
  if (next) {
    const again = board().querySelector(`.tray [data-number="${next}"]`) ?? board().querySelector(`[data-number="${next}"]`);
    box(again)?.focus({ preventScroll: true });
  }
  next = null;
});
