/** Closes an opened list when the reader presses Escape, clicks elsewhere or moves on with the keyboard. */
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
