/* Filter the segments by state. */

const KINDS = {
  all: () => true,
  empty: (row) => ["empty", "error"].includes(row.state),
  changed: (row) => "changed" in row.element.dataset,
  review: (row) => row.state === "review",
  comments: (row) => Number(row.element.dataset.comments) > 0,
};

export function watchFilter(desk) {
  const none = document.getElementById("translation-none");
  const choices = [...desk.root.querySelectorAll("[name=show]")];
  const show = () => {
    const wanted = choices.find((choice) => choice.checked)?.value ?? "all";
    for (const row of desk.rows) row.element.hidden = !KINDS[wanted](row);
    for (const group of desk.root.querySelectorAll(".tr-group")) {
      const rows = [...group.querySelectorAll("[data-segment]")];
      group.hidden = wanted !== "all" && rows.every((row) => row.hidden);
    }
    none.hidden = desk.rows.some((row) => !row.element.hidden);
    none.textContent = none.hidden ? "" : desk.say("noneShown");
  };
  const asked = new URLSearchParams(location.search).get("show");
  for (const choice of choices) {
    // Browsers restore the previous choice when the user goes back; reset it.
    choice.checked = choice.value === "all";
    choice.addEventListener("change", show);
  }
  const first = choices.find((choice) => choice.value === asked);
  if (first) first.checked = true;
  show();
}
