/** A button that hands the page to the device's own way of sharing; shown only where there is one. */
export function offerSharing(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    // A reader who changes her mind is no error.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

/** Copies words and says so for three seconds in the element that names the control; false where it is not allowed. */
async function copy(words, element, done) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    return false;
  }
  const label = element.textContent;
  if (label === done) return true;
  element.textContent = done;
  setTimeout(() => (element.textContent = label), 3000);
  return true;
}

/** A button that copies the words of another element, and says so where screen readers hear it. */
export function offerCopying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copy).innerText, button, button.dataset.done);
  });
}

/** A link that hands its own address to the device's way of sharing, or else copies it, or else is a link. */
export function shareLink(link) {
  if (!navigator.share && !navigator.clipboard) return;
  const name = link.querySelector("span");
  name.setAttribute("aria-live", "polite");
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (navigator.share) {
      // A reader who changes her mind is no error.
      navigator.share({ title: link.dataset.title, url: link.href }).catch(() => {});
    } else if (!(await copy(link.href, name, link.dataset.done))) {
      location.assign(link.href);
    }
  });
}
