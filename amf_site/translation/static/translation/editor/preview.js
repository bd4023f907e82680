/* The preview of the page, updated after each save. The frame runs no scripts and keeps its scroll position. */

const AFTER = 700;

export function watchPreview(desk) {
  const toggle = document.getElementById("translation-preview-toggle");
  const pane = document.getElementById("translation-preview");
  if (!toggle || !pane) return;
  const frame = pane.querySelector("iframe");
  const status = document.getElementById("translation-status");
  let place = 0;
  let timer = null;

  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, place));
  const load = () => {
    place = frame.contentWindow?.scrollY ?? 0;
    frame.src = frame.dataset.src;
  };
  toggle.addEventListener("click", () => {
    pane.hidden = !pane.hidden;
    toggle.setAttribute("aria-pressed", String(!pane.hidden));
    desk.root.classList.toggle("tr-with-preview", !pane.hidden);
    status.open = pane.hidden;
    if (!pane.hidden) load();
  });
  desk.addEventListener("saved", () => {
    if (pane.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(load, AFTER);
  });
}
