/** A button that hands the page to the device's own way of sharing; shown only where there is one. */
export function offerSharing(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    // A reader who changes her mind is no error.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

/** A button that copies the words of another element, and says so where screen readers hear it. */
export function offerCopying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 3000);
  });
}
