/*
 * The admin: words carry the language and direction of what they belong to, whatever the language of the interface.
 * Wagtail names the language of the page or record that is edited, wagtail-localize the two of a translation; neither
 * says them of the fields. Fields come and go while one works, so the document is watched. And two things that
 * wagtail-localize writes in English in every language are written in that of the interface.
 */
(() => {
  const told = document.currentScript.dataset;
  const rightToLeft = told.rtl.split(" ");
  const WORDS =
    'form[method="post" i] [data-contentpath] :is(' +
    "input[type=text], textarea, .public-DraftEditor-content)" +
    ':not([data-controller~="w-slug"], [data-controller~="w-date"])';

  /** The two languages of a translation that is edited. */
  function translation() {
    const editor = document.querySelector(".js-translation-editor[data-props]");
    return editor ? JSON.parse(editor.dataset.props) : null;
  }

  /** Which elements hold words in which language. */
  function languages() {
    const edited = translation();
    if (edited) {
      const { sourceLocale, locale } = edited;
      return [
        [".js-translation-editor li > p", sourceLocale.code],
        [".js-translation-editor li > div > :is(p, textarea)", locale.code],
      ];
    }
    const code = window.wagtailConfig?.ACTIVE_CONTENT_LOCALE;
    return code ? [[WORDS, code]] : [];
  }

  /** What wagtail-localize writes in English, and what is written instead. */
  function wordings() {
    const edited = translation();
    if (!edited) return new Map();
    const [source, target] = [edited.sourceLocale.displayName, edited.locale.displayName];
    const heading = told.heading.replace("{source}", source).replace("{target}", target);
    return new Map([
      [`${source} to ${target} translation`, heading],
      ["More actions", told.more],
    ]);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const known = languages();
    const better = wordings();
    if (!known.length) return;
    const mark = () => {
      for (const [selector, code] of known) {
        for (const element of document.querySelectorAll(selector)) {
          if (element.lang === code) continue;
          element.lang = code;
          element.dir = rightToLeft.includes(code) ? "rtl" : "ltr";
        }
      }
      for (const element of document.querySelectorAll(".js-translation-editor :is(h1, h2, h3, .w-sr-only)")) {
        const words = better.get(element.textContent);
        if (words && words !== element.textContent) element.textContent = words;
      }
    };
    mark();
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
  });
})();
