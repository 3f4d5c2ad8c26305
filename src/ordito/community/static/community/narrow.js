// Narrow a long list of choices while one types; what is chosen stays in sight.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const field of document.querySelectorAll("[data-narrows]")) {
  const choices = [...document.getElementById(field.dataset.narrows).children];
  field.hidden = false;
  field.addEventListener("input", () => {
    const typed = plain(field.value.trim());
    for (const choice of choices) {
      choice.hidden = !choice.querySelector(":checked") && !plain(choice.textContent).includes(typed);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
