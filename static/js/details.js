/** Closes an open <details> when the reader presses Escape, clicks outside or moves the focus out of it. */
export function closeFromOutside(details) {
  const close = () => details.removeAttribute("open");
  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target)) close();
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    close();
    details.querySelector("summary").focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) close();
  });
}

/** Opens closed <details> elements while the page is printed, for browsers in which print styles cannot do so. */
export function openForPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => details.setAttribute("open", ""));
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((details) => details.removeAttribute("open"));
    opened = [];
  });
}
