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
