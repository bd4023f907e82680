/** Adds a previous and a next button to a slideshow, which can also be scrolled without them. */
export function addButtons(slideshow) {
  const view = slideshow.querySelector(".slideshow__view");
  const items = [...slideshow.querySelectorAll(".slideshow__item")];
  const template = slideshow.querySelector("template[data-slideshow-buttons]");
  if (!view || !template || items.length < 2) return;

  slideshow.append(template.content.cloneNode(true));
  slideshow.dataset.ready = "";
  const buttons = [...slideshow.querySelectorAll("button[data-step]")];
  // In a right-to-left page, scrollLeft starts at zero and becomes negative.
  const sign = getComputedStyle(view).direction === "rtl" ? -1 : 1;

  const update = () => {
    const place = Math.abs(view.scrollLeft);
    const end = view.scrollWidth - view.clientWidth;
    for (const button of buttons) {
      button.disabled = Number(button.dataset.step) < 0 ? place < 2 : place > end - 2;
    }
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const width = items[1].offsetLeft - items[0].offsetLeft;
      view.scrollBy({ left: sign * Number(button.dataset.step) * Math.abs(width) });
    });
  }
  view.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(view);
  update();
}
