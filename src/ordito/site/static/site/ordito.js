// What every page needs and HTML cannot do: "/" reaches the search, a refusal takes the focus,
// a form that was changed warns before it is left, a narrow screen shows at which station one is.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("#q") || document.querySelector("#cerca");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

const stations = document.querySelector(".house-loop ul");
const here = stations?.querySelector("[aria-current]");
if (here) stations.scrollLeft = here.offsetLeft - (stations.clientWidth - here.offsetWidth) / 2;

document.querySelector("[role=alert][autofocus], .has-error :is(input, select, textarea)")?.focus();

const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[method=post]:not([data-saves-itself])");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
if (location.hash === "#stampa" && document.querySelector("#stampa[data-print]")) window.print();
