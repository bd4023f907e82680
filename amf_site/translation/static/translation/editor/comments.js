/* Comments on a segment: add and resolve them. */

import { Refusal, send } from "./server.js";

export function watchComments(desk) {
  for (const row of desk.rows) {
    const box = row.element.querySelector("[data-comments-of]");
    const list = box.querySelector("ul");
    const field = box.querySelector("textarea");
    const count = (change) => {
      const open = Number(row.element.dataset.comments) + change;
      row.element.dataset.comments = open;
      box.querySelector("[data-comment-count]").textContent = open ? `(${desk.numbers.format(open)})` : "";
    };
    const attempt = async (url, body) => {
      try {
        return await send(url, body);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        desk.status.dataset.state = "comment";
        desk.status.textContent = error.answer.message ?? desk.say(error.reason) ?? "";
        return null;
      }
    };
    const resolve = async (button) => {
      const answer = await attempt(`${desk.url}comments/${button.dataset.resolve}/resolve/`, {});
      if (!answer) return;
      button.closest("li").classList.add("tr-resolved");
      button.remove();
      count(-1);
    };
    box.addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      if (button.dataset.resolve) return resolve(button);
      if (!field.value.trim()) return field.focus();
      const answer = await attempt(`${row.url}comments/`, { text: field.value });
      if (!answer) return;
      list.append(item(answer));
      field.value = "";
      count(1);
    });

    function item({ id, text, author, when }) {
      const made = document.createElement("li");
      const who = document.createElement("strong");
      who.textContent = author;
      const words = document.createElement("p");
      words.dir = "auto";
      words.textContent = text;
      const done = document.createElement("button");
      done.className = "tr-tool";
      done.dataset.resolve = id;
      done.textContent = desk.say("resolve");
      made.append(who, ` ${when}`, words, done);
      return made;
    }
  }
}
