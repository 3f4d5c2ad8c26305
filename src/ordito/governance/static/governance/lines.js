// In a text area of one thing per line, Alt with the up and down arrows moves the line.
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || !area.matches?.("textarea[data-lines]")) return;
  event.preventDefault();
  const lines = area.value.split("\n");
  const at = area.value.slice(0, area.selectionStart).split("\n").length - 1;
  const to = at + (event.key === "ArrowUp" ? -1 : 1);
  if (to < 0 || to >= lines.length) return;
  const column = area.selectionStart - lines.slice(0, at).join("\n").length - (at ? 1 : 0);
  [lines[at], lines[to]] = [lines[to], lines[at]];
  area.value = lines.join("\n");
  const caret = lines.slice(0, to).join("\n").length + (to ? 1 : 0) + column;
  area.setSelectionRange(caret, caret);
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
