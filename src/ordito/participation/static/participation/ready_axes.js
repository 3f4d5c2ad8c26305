// Copy a ready axis into the rows or the columns of a grid that begins, with its name.
for (const actions of document.querySelectorAll("[data-ready] + .actions")) {
  actions.hidden = false;
  actions.addEventListener("click", (event) => {
    const into = event.target.dataset?.into;
    if (!into) return;
    const name = event.target.dataset.name.replace(/^\S+ (quattro )?/u, "");
    document.getElementById(`id_${into}`).value = actions.previousElementSibling.dataset.ready.split("|").join("\n");
    document.getElementById(`id_${into}_name`).value = name[0].toUpperCase() + name.slice(1);
  });
}
