/* What the memory has for a segment, asked for when its field is first entered and it needs work. */

import { toText, write } from "./marks.js";
import { ask } from "./server.js";

export function watchSuggestions(desk) {
  const pattern = desk.root.dataset.suggestions;
  if (!pattern) return;
  for (const row of desk.rows) {
    row.field?.addEventListener("focus", async () => {
      if (row.state === "done" || row.hasAsked) return;
      row.hasAsked = true;
      const found = await ask(pattern.replace("/segments/0/", `/segments/${row.id}/`));
      if (found?.length) show(row, found);
    });
  }

  function show(row, found) {
    const box = row.element.querySelector(".tr-suggestions");
    const title = document.createElement("strong");
    title.textContent = desk.say("suggestions");
    const items = found.slice(0, 3).map((one) => {
      const words = toText(one.words, row.marks);
      const item = document.createElement("div");
      const text = document.createElement("p");
      text.lang = row.field.lang;
      text.dir = row.field.dir;
      text.textContent = words;
      const note = document.createElement("small");
      const likeness = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(
        one.likeness > 1 ? one.likeness / 100 : one.likeness,
      );
      note.textContent = [likeness, one.origin].filter(Boolean).join(" · ");
      const use = row.button("use", () => write(row.field, words, 0, row.field.value.length));
      item.append(text, note, use);
      return item;
    });
    box.replaceChildren(title, ...items);
    box.hidden = false;
  }
}
