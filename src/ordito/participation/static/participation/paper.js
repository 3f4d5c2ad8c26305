// A paper as it is filled in: points that are left, or what the chosen projects cost. The server counts anyway.
for (const box of document.querySelectorAll("[data-paper]")) {
  const told = box.querySelector("[data-paper-total]");
  const written = (number) => number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
  const tell = () => {
    if (box.dataset.paper === "points") {
      const given = [...box.querySelectorAll("input")].reduce((sum, input) => sum + (Number(input.value) || 0), 0);
      const left = Number(box.dataset.points) - given;
      told.textContent = (left < 0 ? told.dataset.over : told.dataset.left) + written(Math.abs(left));
    } else {
      const chosen = [...box.querySelectorAll("input:checked")];
      const cost = chosen.reduce((sum, input) => sum + Number(input.closest("li").querySelector("[data-cost]").dataset.cost), 0);
      told.textContent = `${told.dataset.sum}${written(cost)} € / ${written(Number(box.dataset.budget))} €`;
    }
  };
  if (box.dataset.paper === "points" || box.dataset.budget) {
    told.hidden = false;
    box.addEventListener("input", tell);
    tell();
  }
}
