/* The board: select all rows of the page, and show the number of selected rows. Messages come from the template. */
const board = document.querySelector("[data-board]");

if (board) {
  const rows = [...board.querySelectorAll("[name=row]")];
  const languages = [...board.querySelectorAll("[name=language]")];
  const all = board.querySelector("[data-all-rows]");
  const said = board.querySelector("[data-board-chosen]");
  const count = (boxes) => boxes.filter((box) => box.checked).length;

  const tell = () => {
    const chosen = count(rows);
    all.checked = chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
    const number = (value) => value.toLocaleString(document.documentElement.lang);
    said.textContent = board.dataset.chosen
      .replace("{rows}", number(chosen))
      .replace("{languages}", number(count(languages)));
  };

  all.hidden = false;
  all.addEventListener("change", () => rows.forEach((row) => (row.checked = all.checked)));
  board.addEventListener("change", tell);
  tell();
}
