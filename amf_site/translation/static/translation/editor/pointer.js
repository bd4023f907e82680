/* Responses change the layout. They are delayed while a pointer button is down, or the click would miss its target. */

/** Maximum delay in milliseconds: some browsers send no event when the scroll bar is released. */
const LONGEST = 1000;

let press = Promise.resolve();

document.addEventListener(
  "pointerdown",
  () => {
    press = new Promise((resolve) => {
      // The click event follows the release.
      for (const end of ["pointerup", "pointercancel"]) {
        addEventListener(end, () => setTimeout(resolve), { once: true, capture: true });
      }
      setTimeout(resolve, LONGEST);
    });
  },
  { capture: true },
);

export const released = () => press;
