/* Overrides of a language (images, documents, pages, URLs): Wagtail's choosers, saved on each choice. */

import { ask, Refusal, send } from "./server.js";

export function watchOverrides(desk) {
  for (const chooser of desk.root.querySelectorAll("[data-chooser]")) {
    const { chooser: name, for: id, options } = chooser.dataset;
    // Wagtail does this in an inline script.
    new window[name](id, JSON.parse(options));
  }
  for (const row of desk.root.querySelectorAll("[data-override]")) {
    const field = row.querySelector("input[name^=override-]");
    const findings = row.querySelector(".tr-findings");
    field?.addEventListener("change", async () => {
      const item = document.createElement("li");
      try {
        await send(`${desk.url}overrides/${row.dataset.override}/`, { value: field.value });
        item.textContent = desk.say("overrideSaved");
        desk.saved(await ask(`${desk.url}status/`));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        item.dataset.severity = "error";
        item.textContent = error.answer.message ?? desk.say(error.reason);
      }
      findings.replaceChildren(item);
    });
  }
}
