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
 * Wagtail lets autosave and submission of a form run at the same time. A submission during the first autosave creates the
 * object twice, so it waits for the answer, which contains the URL of the new object. An autosave during a submission
 * writes back what it read before, for example that the page is not live, so it is cancelled.
 */
(() => {
  const ENDS = ["w-autosave:success", "w-autosave:error"];
  const saving = new Set();
  const submitted = new Set();
  /** The button with which each waiting form is to be submitted. */
  const waiting = new Map();
  const submit = (form) => {
    const button = waiting.get(form);
    waiting.delete(form);
    if (!button) return form.requestSubmit();
    // A disabled button is not submitted, and a button that shows progress is disabled.
    const { disabled } = button;
    button.disabled = false;
    form.requestSubmit(button);
    button.disabled = disabled;
  };
  document.addEventListener("w-autosave:save", (event) => {
    if (submitted.has(event.target)) event.preventDefault();
    else saving.add(event.target);
  });
  for (const end of ENDS) {
    document.addEventListener(end, ({ target }) => {
      saving.delete(target);
      if (waiting.has(target)) submit(target);
    });
  }
  const holdBack = (event) => {
    if (!saving.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.set(event.target, event.submitter);
  };
  document.addEventListener("submit", holdBack, { capture: true });
  // After all other listeners, any of which may have cancelled the submission.
  window.addEventListener("submit", (event) => event.defaultPrevented || submitted.add(event.target));
  // The browser may restore the page from its back/forward cache.
  window.addEventListener("pageshow", () => submitted.clear());
})();
