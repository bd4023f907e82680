/* Keyboard shortcuts of the editor, listed in templates/translation/editor/shortcuts.html. */

import { insertMark, write } from "./marks.js";

export function watchKeys(desk) {
  const help = document.getElementById("translation-help");
  document.getElementById("translation-help-open").addEventListener("click", () => help.showModal());

  const current = () => desk.rows.find((row) => row.field && row.element.contains(document.activeElement));

  /** Go to the next row with work left to do, starting from the current one and wrapping around. */
  function go(step) {
    const open = desk.rows.filter((row) => row.field && !row.element.hidden);
    const here = open.indexOf(current());
    for (let ahead = 1; ahead <= open.length; ahead += 1) {
      const start = here < 0 && step < 0 ? 0 : here;
      const row = open[(start + step * ahead + open.length * 2) % open.length];
      if (row.needsWork && row !== open[here]) {
        row.field.focus();
        row.element.scrollIntoView({ block: "center" });
        return;
      }
    }
    desk.status.textContent = desk.say("noneLeft");
    desk.status.dataset.state = "noneLeft";
  }

  async function confirmAndGo() {
    const row = current();
    if (!row) return;
    if (row.isUnsaved ? await row.save(true) : row.state !== "review" || (await row.act("confirm"))) go(1);
  }

  document.addEventListener("keydown", (event) => {
    const row = current();
    const isOnlyAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
    const isInField = row && document.activeElement === row.field;
    let act = null;
    if (isOnlyAlt && event.key === "ArrowDown") act = () => go(1);
    else if (isOnlyAlt && event.key === "ArrowUp") act = () => go(-1);
    else if (isOnlyAlt && event.code === "Slash") act = () => help.showModal();
    else if (isOnlyAlt && event.code === "KeyC" && row) act = () => row.copySource();
    else if (isOnlyAlt && /^Digit[1-9]$/.test(event.code) && isInField) {
      const number = Number(event.code.slice(-1));
      if (row.marks.some((mark) => mark.number === number)) act = () => insertMark(row.field, number);
    } else if (isCommand && event.code === "KeyS") act = () => desk.saveAll(true);
    else if (isCommand && event.key === "Enter" && row) act = confirmAndGo;
    else if (event.shiftKey && !isCommand && event.code === "Space" && isInField && row.field.lang === "fa") {
      act = () => write(row.field, "\u200c");
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
}
