// The wall: the newest voices as they come, and the statements a page at a time when they are many.
(() => {
  const SECONDS_A_PAGE = 15;
  const list = document.querySelector("#wall-statements");
  const newest = document.querySelector("#newest");
  const pages = document.querySelector("#pages");
  const kinds = Object.fromEntries(newest.dataset.kinds.split(";").filter(Boolean).map((pair) => pair.split("=")));
  let page = 0;

  function voice({ number, kind, text, who, table, size }) {
    const item = document.createElement("li");
    item.dataset.number = number;
    const about = document.createElement("small");
    const tag = document.createElement("span");
    tag.className = "tag";
    tag.textContent = kinds[kind] || kind;
    about.append(tag);
    [who, table && `${newest.dataset.table} ${table}`, size > 1 && `${size} ${newest.dataset.people}`].filter(Boolean).forEach((words) => {
      const span = document.createElement("span");
      span.dir = "auto";
      span.textContent = words;
      about.append(" ", span);
    });
    const said = document.createElement("p");
    said.dir = "auto";
    said.textContent = text;
    item.append(about, said);
    return item;
  }

  function turn() {
    const items = [...list.children];
    items.forEach((each) => { each.hidden = false; });
    const high = list.parentElement.clientHeight || window.innerHeight;
    const fits = Math.max(1, Math.floor((high - 90) / Math.max(1, ...items.map((each) => each.offsetHeight + 12))));
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const size = fits * columns;
    const count = Math.max(1, Math.ceil(items.length / size));
    page %= count;
    items.forEach((each, place) => { each.hidden = Math.floor(place / size) !== page; });
    pages.hidden = count < 2;
    pages.textContent = `${page + 1} / ${count}`;
  }

  window.ordito.watch((state) => {
    newest.replaceChildren(...state.newest.map(voice));
    document.querySelectorAll("[data-when-open]").forEach((each) => { each.hidden = !state.is_open; });
    turn();
  });
  setInterval(() => { page += 1; turn(); }, SECONDS_A_PAGE * 1000);
  window.addEventListener("resize", turn);
  turn();
})();
