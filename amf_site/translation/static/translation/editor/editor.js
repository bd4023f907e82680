/* The translation editor with its rows. Without this script the page still works as a form. */

import { watchComments } from "./comments.js";
import { Drafts } from "./drafts.js";
import { watchFilter } from "./filter.js";
import { watchKeys } from "./keys.js";
import { watchOverrides } from "./overrides.js";
import { watchPreview } from "./preview.js";
import { Row } from "./row.js";
import { watchSuggestions } from "./suggestions.js";

/** Seconds until each retry of a failed request. */
const PATIENCE = [4, 8, 15, 30, 60];

class Desk extends EventTarget {
  constructor(root) {
    super();
    this.root = root;
    this.url = root.dataset.url;
    this.phrases = JSON.parse(document.getElementById("translation-phrases").textContent);
    this.drafts = new Drafts(root.dataset.user, root.dataset.id);
    this.status = document.getElementById("translation-saved");
    this.form = document.getElementById("translation-form");
    this.numbers = new Intl.NumberFormat(document.documentElement.lang);
    this.rows = [...root.querySelectorAll("[data-segment]")].map((element) => new Row(element, this));
    this.attempts = 0;
  }

  say(phrase, values = {}) {
    return this.phrases[phrase].replace(/%\((\w+)\)s/g, (_all, name) => this.numbers.format(values[name]));
  }

  get unsaved() {
    return this.rows.filter((row) => row.isUnsaved);
  }

  /** Show the save status; only if it has changed, because screen readers announce it. */
  tell() {
    const failure = this.rows.find((row) => row.isUnsaved && row.failure)?.failure;
    const reasons = { offline: "offline", loggedOut: "loggedOut", forbidden: "forbidden", failed: "failed" };
    let phrase = "saved";
    if (this.rows.some((row) => row.saving)) phrase = "saving";
    else if (reasons[failure]) phrase = reasons[failure];
    else if (this.rows.some((row) => row.isUnsaved && row.isRefused)) phrase = "refused";
    else if (this.unsaved.length) phrase = "unsaved";
    if (this.status.dataset.state === phrase) return;
    this.status.dataset.state = phrase;
    this.status.textContent = this.say(phrase);
  }

  saved(progress) {
    this.attempts = 0;
    if (progress) {
      const { total, done, to_review: waiting, status } = progress;
      document.getElementById("translation-state").textContent = status;
      document.getElementById("translation-progress").value = done;
      document.getElementById("translation-count").textContent = this.say("progress", { done, total });
      const review = document.getElementById("translation-to-review");
      review.textContent = this.say("toReview", { count: waiting });
      review.hidden = !waiting;
    }
    this.dispatchEvent(new Event("saved"));
  }

  tryAgain() {
    clearTimeout(this.timer);
    const seconds = PATIENCE[Math.min(this.attempts++, PATIENCE.length - 1)];
    this.timer = setTimeout(() => this.saveAll(), seconds * 1000);
  }

  /** Return whether everything is saved. */
  async saveAll(isAsked = false) {
    const kept = [];
    for (const row of this.unsaved) kept.push(await row.save(isAsked));
    return kept.every(Boolean);
  }

  /** Restore unsaved text of an earlier visit. */
  restore() {
    const left = [];
    for (const [segment, draft] of Object.entries(this.drafts.all())) {
      const row = this.rows.find((one) => one.id === segment);
      if (!row?.field) left.push([segment, draft]);
      else if (draft.words === row.field.value) this.drafts.forget(segment);
      else {
        row.put(draft.words);
        row.versionField.value = draft.version;
        row.show([{ severity: "warning", message: this.say("restored") }]);
      }
    }
    if (left.length) this.showLeft(left);
    if (this.unsaved.length) this.saveAll();
  }

  showLeft(left) {
    const box = document.getElementById("translation-left");
    const title = document.createElement("strong");
    title.textContent = this.say("left");
    const words = left.map(([, draft]) => {
      const text = document.createElement("p");
      text.dir = "auto";
      text.textContent = draft.words;
      return text;
    });
    const forget = this.rows[0].button("forget", () => {
      for (const [segment] of left) this.drafts.forget(segment);
      box.hidden = true;
    });
    box.replaceChildren(title, ...words, forget);
    box.hidden = false;
  }

  start() {
    this.root.classList.add("tr-has-script");
    for (const element of this.root.querySelectorAll("[data-needs-script]")) element.hidden = false;
    // On a small screen the segments come first.
    if (matchMedia("(max-width: 70rem)").matches) document.getElementById("translation-status").open = false;
    let isLeaving = false;
    this.form.addEventListener("submit", () => {
      isLeaving = true;
    });
    addEventListener("beforeunload", (event) => {
      if (this.unsaved.length && !isLeaving) event.preventDefault();
    });
    addEventListener("online", () => this.saveAll());
    for (const form of this.root.querySelectorAll("[data-saves-first]")) {
      form.addEventListener("submit", async (event) => {
        if (!this.unsaved.length) return;
        event.preventDefault();
        if (await this.saveAll(true)) form.requestSubmit(event.submitter);
        else this.unsaved[0].field.focus();
      });
    }
    document.getElementById("translation-confirm-all")?.addEventListener("click", async (event) => {
      event.preventDefault();
      for (const row of this.rows) {
        if (row.state === "review" && !row.element.hidden) await row.act("confirm");
      }
    });
    this.restore();
  }
}

const root = document.getElementById("translation-editor");
const desk = new Desk(root);
desk.start();
for (const watch of [watchFilter, watchKeys, watchPreview, watchOverrides, watchComments, watchSuggestions]) watch(desk);
