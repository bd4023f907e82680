/* Fuzzy matches and glossary terms for a segment, loaded when an unfinished one first gets the focus. */

import { toText, write } from "./marks.js";
import { ask } from "./server.js";

const CHANGES = { removed: "del", added: "ins", same: "span" };

export function watchSuggestions(desk) {
  const pattern = desk.root.dataset.suggestions;
  if (!pattern) return;
  for (const row of desk.rows) {
    row.field?.addEventListener("focus", async () => {
      if (row.state === "done" || row.hasAsked) return;
      row.hasAsked = true;
      const found = await ask(pattern.replace("/segments/0/", `/segments/${row.id}/`));
      if (found?.suggestions?.length || found?.terms?.length) show(row, found);
    });
  }

  function show(row, { suggestions = [], terms = [] }) {
    const box = row.element.querySelector(".tr-suggestions");
    const parts = [];
    if (suggestions.length) parts.push(named("suggestions"), ...suggestions.slice(0, 3).map((one) => offered(row, one)));
    if (terms.length) parts.push(named("terms"), ...terms.map((one) => termed(row, one)));
    box.replaceChildren(...parts);
    box.hidden = false;
  }

  function named(phrase) {
    return element("strong", desk.say(phrase));
  }

  function offered(row, one) {
    const words = toText(one.words, row.marks);
    const text = element("p", words, row.field);
    const change = element("span", "", source(row));
    change.className = "tr-change";
    change.append(...one.difference.map((part) => element(CHANGES[part.kind] ?? "span", part.text)));
    const likeness = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(one.likeness);
    const note = element("small", [likeness, one.origin].filter(Boolean).join(" · "));
    const use = row.button("use", () => write(row.field, words, 0, row.field.value.length));
    const item = document.createElement("div");
    item.append(text, change, note, use);
    return item;
  }

  function termed(row, one) {
    const item = document.createElement("div");
    item.append(element("span", one.term, source(row)), " – ", element("span", one.words, row.field));
    return item;
  }
}

const source = (row) => row.element.querySelector(".tr-source .tr-words");

/** Create an element with a text, in the language and direction of another element. */
function element(name, text, like) {
  const made = document.createElement(name);
  made.textContent = text;
  if (like) [made.lang, made.dir] = [like.lang, like.dir];
  return made;
}
