/** Shows a button that opens the device's share dialog, if the browser supports it. */
export function offerSharing(button) {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    // A cancelled share dialog rejects the promise; it is not an error.
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
  });
}

/** Copies text and shows `done` as the label for three seconds. Returns false if copying is not permitted. */
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

/** Shows a button that copies the text of another element; its label is a live region that confirms the copy. */
export function offerCopying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copy).innerText, button, button.dataset.done);
  });
}

/** Makes a link open the share dialog with its own URL, or else copy the URL. Otherwise it remains a plain link. */
export function shareLink(link) {
  if (!navigator.share && !navigator.clipboard) return;
  const name = link.querySelector("span");
  name.setAttribute("aria-live", "polite");
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (navigator.share) {
      // A cancelled share dialog rejects the promise; it is not an error.
      navigator.share({ title: link.dataset.title, url: link.href }).catch(() => {});
    } else if (!(await copy(link.href, name, link.dataset.done))) {
      location.assign(link.href);
    }
  });
}
