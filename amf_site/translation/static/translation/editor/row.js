/* A segment: its field, the findings of the checks, and saving. */

import { insertMark, keepMarksWhole, paint, write } from "./marks.js";
import { Refusal, send } from "./server.js";

/** Milliseconds without input before the text is checked, and then saved. */
const CHECK_AFTER = 450;
const SAVE_AFTER = 1100;

export class Row {
  constructor(element, desk) {
    this.element = element;
    this.desk = desk;
    this.id = element.dataset.segment;
    this.url = `${desk.url}segments/${this.id}/`;
    this.marks = JSON.parse(element.dataset.marks);
    this.field = element.querySelector(".tr-field textarea");
    this.layer = element.querySelector(".tr-backdrop");
    this.versionField = element.querySelector("[name^=version-]");
    this.findings = element.querySelector(".tr-findings");
    this.conflict = element.querySelector(".tr-conflict");
    if (!this.field) return;
    // Not the value, because the user may have typed before this script was loaded.
    this.kept = "refused" in element.dataset ? element.dataset.kept : this.field.defaultValue;
    this.paint();
    keepMarksWhole(this.field);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("blur", () => this.save());
    for (const button of element.querySelectorAll("[data-insert]")) {
      button.addEventListener("click", () => insertMark(this.field, button.dataset.insert));
    }
    element.querySelector("[data-insert-text]")?.addEventListener("click", () => write(this.field, "\u200c"));
    for (const button of element.querySelectorAll("[data-act]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.act(button.dataset.act);
      });
    }
  }

  get state() {
    return this.element.dataset.state;
  }

  get isUnsaved() {
    return Boolean(this.field) && this.field.value !== this.kept;
  }

  /** Only the refused text is not sent again. A conflict must be resolved first, whatever is typed. */
  get isRefused() {
    return this.isUnsaved && (this.field.value === this.refused || !this.conflict.hidden);
  }

  get needsWork() {
    return this.state !== "done";
  }

  paint() {
    paint(this.layer, this.field.value);
  }

  put(words) {
    this.field.value = words;
    this.paint();
  }

  copySource() {
    write(this.field, this.element.dataset.source, 0, this.field.value.length);
  }

  typed() {
    this.paint();
    if (this.isUnsaved) this.desk.drafts.keep(this.id, this.draft());
    else this.desk.drafts.forget(this.id);
    this.desk.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CHECK_AFTER);
  }

  draft() {
    return { words: this.field.value, version: this.versionField.value, source: this.element.dataset.source };
  }

  async check() {
    const words = this.field.value;
    try {
      const { findings } = await send(`${this.url}check/`, { words });
      if (words !== this.field.value) return;
      this.show(findings);
      // Text with errors is not sent: it stays in the field and in local storage until it is corrected.
      this.refused = findings.some((finding) => finding.severity === "error") ? words : null;
      this.desk.tell();
      if (this.isRefused) return;
    } catch {
      // Saving will report the problem.
    }
    this.timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  show(findings) {
    this.findings.replaceChildren(
      ...findings.map((finding) => {
        const item = document.createElement("li");
        item.dataset.severity = finding.severity;
        item.textContent = finding.message;
        return item;
      }),
    );
    const isWrong = findings.some((finding) => finding.severity === "error");
    this.field.setAttribute("aria-invalid", String(isWrong));
  }

  /** Return whether the text is saved. */
  async save(isAsked = false) {
    if (!this.isUnsaved) return true;
    if (this.isRefused && !isAsked) return false;
    clearTimeout(this.timer);
    if (this.saving) {
      // The earlier call reports its own result.
      await this.saving.catch(() => {});
      return this.save(isAsked);
    }
    return this.send("keep");
  }

  async act(action) {
    if (action === "confirm" && !(await this.save(true))) return false;
    return this.send(action);
  }

  async send(action) {
    const words = this.field.value;
    const body = { action, words, version: this.versionField.value };
    this.saving = send(this.url, body);
    this.desk.tell();
    try {
      this.received(await this.saving, action === "same" ? this.field.value : words);
      return true;
    } catch (error) {
      this.failed(error, words);
      return false;
    } finally {
      this.saving = null;
      this.desk.tell();
    }
  }

  received(answer, sent) {
    this.versionField.value = answer.version;
    // The server may have corrected the spelling; keep what was typed meanwhile.
    if (this.field.value === sent) this.put(answer.words);
    this.kept = answer.words;
    this.refused = null;
    this.failure = null;
    this.conflict.hidden = true;
    if (!this.isUnsaved) this.desk.drafts.forget(this.id);
    this.show(answer.findings);
    this.mark(answer.state);
    this.element.toggleAttribute("data-changed", answer.changed);
    this.element.querySelector("[data-said]").textContent = answer.said;
    this.desk.saved(answer.progress);
  }

  mark(state) {
    this.element.dataset.state = state;
    this.element.querySelector("[data-state-words]").textContent = this.desk.say(state);
    const [confirm, same] = ["confirm", "same"].map((act) => this.element.querySelector(`[data-act=${act}]`));
    confirm.hidden = state !== "review";
    same.hidden = state !== "empty";
    const review = this.element.querySelector("[data-review]");
    if (review) review.hidden = state !== "review";
  }

  failed(error, words) {
    if (!(error instanceof Refusal)) throw error;
    this.failure = error.reason;
    this.desk.drafts.keep(this.id, this.draft());
    if (error.reason === "conflict") this.offerTheirs(error.answer.theirs);
    else if (error.answer.findings) {
      this.refused = words;
      if (words === this.field.value) this.show(error.answer.findings);
    } else if (error.answer.message) this.show([{ severity: "error", message: error.answer.message }]);
    if (["offline", "failed"].includes(error.reason)) this.desk.tryAgain();
  }

  /** Show the translation that another user has saved; the user chooses which one to keep. */
  offerTheirs(theirs) {
    const words = document.createElement("p");
    words.lang = this.field.lang;
    words.dir = this.field.dir;
    words.textContent = theirs.words;
    const title = document.createElement("strong");
    title.textContent = `${this.desk.say("conflict")} ${theirs.said}`;
    const take = this.button("takeTheirs", () => {
      this.put(theirs.words);
      this.received({ ...theirs, progress: null }, theirs.words);
    });
    const keep = this.button("keepMine", () => {
      this.versionField.value = theirs.version;
      this.conflict.hidden = true;
      this.save(true);
    });
    this.conflict.replaceChildren(title, words, take, keep);
    this.conflict.hidden = false;
  }

  button(phrase, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tr-tool";
    made.textContent = this.desk.say(phrase);
    made.addEventListener("click", act);
    return made;
  }
}
