/*
 * Admin: sets lang and dir of fields to those of the edited page or snippet, whatever the language of the interface.
 * Wagtail states the content's language but does not set it on the fields. Fields are added and removed while somebody
 * edits, so a MutationObserver watches the document.
 */
(() => {
  const rightToLeft = document.currentScript.dataset.rtl.split(" ");
  const WORDS =
    'form[method="post" i] [data-contentpath] :is(' +
    "input[type=text], textarea, .public-DraftEditor-content)" +
    ':not([data-controller~="w-slug"], [data-controller~="w-date"], [inputmode="decimal"])';

  document.addEventListener("DOMContentLoaded", () => {
    const code = window.wagtailConfig?.ACTIVE_CONTENT_LOCALE;
    if (!code) return;
    const mark = () => {
      for (const element of document.querySelectorAll(WORDS)) {
        if (element.lang === code) continue;
        element.lang = code;
        element.dir = rightToLeft.includes(code) ? "rtl" : "ltr";
      }
    };
    mark();
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
  });
})();

/*
 * A form that saves itself may be sent while it does so for the first time. Wagtail then sends it to where new ones are
 * made, once more, and there are two. It waits for the answer, which tells where what it has made is edited.
 */
(() => {
  const ENDS = ["w-autosave:success", "w-autosave:error"];
  const saving = new Set();
  /** The button that each form is to be sent with. */
  const waiting = new Map();
  const send = (form) => {
    const button = waiting.get(form);
    waiting.delete(form);
    if (!button) return form.requestSubmit();
    // What is disabled, as a button is that shows progress, is not sent.
    const { disabled } = button;
    button.disabled = false;
    form.requestSubmit(button);
    button.disabled = disabled;
  };
  document.addEventListener("w-autosave:save", (event) => saving.add(event.target));
  for (const end of ENDS) {
    document.addEventListener(end, ({ target }) => {
      saving.delete(target);
      if (waiting.has(target)) send(target);
    });
  }
  const keepBack = (event) => {
    if (!saving.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.set(event.target, event.submitter);
  };
  document.addEventListener("submit", keepBack, { capture: true });
})();
