/*
 * Admin in a language with its own digits: converts the digits of numbers that Wagtail renders, to match those that
 * the site renders. Input values, URLs, version numbers and text in other languages are left alone.
 */
(() => {
  const digits = [...document.currentScript.dataset.digits];
  if (digits[0] === "0") return;
  const OTHER =
    "input, textarea, code, kbd, pre, script, style, svg, [contenteditable], [dir=ltr], [lang]:not(html, :lang(fa))";
  const NUMBER = /(?<![A-Za-z0-9_@#/.-])\d+(?:[:.,/]\d+)*(?![A-Za-z0-9_@/]|[.-][A-Za-z])/g;
  const isForeign = (text) => /[A-Za-z]/.test(text) && !/[\u0600-\u06ff]/.test(text);
  const write = (text) => {
    if (!/\d/.test(text.data) || isForeign(text.data) || text.parentElement?.closest(OTHER)) return;
    const written = text.data.replace(NUMBER, (number) => number.replace(/\d/g, (digit) => digits[digit]));
    if (written !== text.data) text.data = written;
  };
  const look = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return write(node);
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) write(texts.currentNode);
  };
  document.addEventListener("DOMContentLoaded", () => {
    look(document.body);
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === "characterData") write(target);
        else addedNodes.forEach(look);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
})();
