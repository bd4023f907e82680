/*
 * The admin: words carry the language and direction of what they belong to, whatever the language of the interface.
 * Wagtail names the language of the page or record that is edited but does not say it of the fields. Fields come and go
 * while one works, so the document is watched.
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
