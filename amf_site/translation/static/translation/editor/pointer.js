/* What the site answers moves what stands below it. It waits while a button is being pressed, or the click would miss. */

/** Some browsers do not tell when the scroll bar is let go. */
const LONGEST = 1000;

let press = Promise.resolve();

document.addEventListener(
  "pointerdown",
  () => {
    press = new Promise((resolve) => {
      // The click comes after the release.
      for (const end of ["pointerup", "pointercancel"]) {
        addEventListener(end, () => setTimeout(resolve), { once: true, capture: true });
      }
      setTimeout(resolve, LONGEST);
    });
  },
  { capture: true },
);

export const released = () => press;
