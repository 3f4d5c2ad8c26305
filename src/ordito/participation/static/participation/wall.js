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
    [who, window.ordito.atTable(newest.dataset.table, table), size > 1 && `${size} ${newest.dataset.people}`].filter(Boolean).forEach((words) => {
      const span = document.createElement("span");
      span.dir = "auto";
      span.textContent = words;
      about.append(" · ", span);
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
    const room = high - (list.offsetTop - list.parentElement.offsetTop) - 40;
    let [count, used] = [1, 0];
    const pageOf = items.map(({ offsetHeight }) => {
      if (used && used + offsetHeight > room) { count += 1; used = 0; }
      used += offsetHeight;
      return count - 1;
    });
    page %= count;
    items.forEach((each, place) => { each.hidden = pageOf[place] !== page; });
    pages.hidden = count < 2;
    pages.textContent = `${page + 1} / ${count}`;
  }

  window.ordito.watch((state) => {
    newest.replaceChildren(...state.newest.map(voice));
    document.querySelector("#nothing-said").hidden = state.newest.length > 0;
    document.querySelectorAll("[data-when-open]").forEach((each) => { each.hidden = !state.is_open; });
    turn();
  });
  setInterval(() => { page += 1; turn(); }, SECONDS_A_PAGE * 1000);
  window.addEventListener("resize", turn);
  turn();
})();
