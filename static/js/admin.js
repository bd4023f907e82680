/*
 * The admin: words carry the language and direction of what they belong to, whatever the language of the interface.
 * Wagtail names the language of the page or record that is edited, wagtail-localize the two of a translation; neither
 * says them of the fields. Fields come and go while one works, so the document is watched.
 */
(() => {
  const rightToLeft = document.currentScript.dataset.rtl.split(" ");
  const WORDS =
    'form[method="post" i] [data-contentpath] :is(' +
    "input[type=text], textarea, .public-DraftEditor-content)" +
    ':not([data-controller~="w-slug"], [data-controller~="w-date"])';

  /** Which elements hold words in which language. */
  function languages() {
    const editor = document.querySelector(".js-translation-editor[data-props]");
    if (editor) {
      const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
      return [
        [".js-translation-editor li > p", sourceLocale.code],
        [".js-translation-editor li > div > :is(p, textarea)", locale.code],
      ];
    }
    const code = window.wagtailConfig?.ACTIVE_CONTENT_LOCALE;
    return code ? [[WORDS, code]] : [];
  }

  document.addEventListener("DOMContentLoaded", () => {
    const known = languages();
    if (!known.length) return;
    const mark = () => {
      for (const [selector, code] of known) {
        for (const element of document.querySelectorAll(selector)) {
          if (element.lang === code) continue;
          element.lang = code;
          element.dir = rightToLeft.includes(code) ? "rtl" : "ltr";
        }
      }
    };
    mark();
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
  });
})();
