/**
 * Filters a list without reloading the page: fetches the form's URL and replaces the elements marked data-results with
 * those of the response. The count is a live region, so screen readers announce it.
 */
const PAUSE = 400;
const PATIENCE = 10_000;

export function filterInPlace(form) {
  const parts = () => [...document.querySelectorAll("[data-results]")];
  const fields = [...form.elements].filter((field) => field.name);
  const heading = document.getElementById("results-title");
  let shown = location.href;
  let latest;
  let pause;

  /** Returns the form's URL with its filled-in fields, without a page number, which would not fit the new list. */
  const asked = () => {
    const address = new URL(form.action);
    for (const field of fields) {
      if (field.value.trim()) address.searchParams.set(field.name, field.value.trim());
    }
    return address.href;
  };

  const page = (href) => href.split("#")[0];

  /** Sets the form's fields to those of a response, for changes that were not made in the form itself. */
  const adopt = (answer) => {
    for (const field of fields) {
      field.value = answer.querySelector(`[data-filter] [name="${field.name}"]`)?.value ?? "";
    }
  };

  /** Shows a URL, or navigates to it if it cannot be fetched. With `record`, adds it to the browser's history. */
  async function show(href, record, then) {
    clearTimeout(pause);
    latest?.abort();
    const request = (latest = new AbortController());
    const patience = setTimeout(() => request.abort(), PATIENCE);
    parts().forEach((part) => part.setAttribute("aria-busy", "true"));
    try {
      const answer = await fetch(href, { signal: request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (request !== latest) return;
      const arrived = [...fresh.querySelectorAll("[data-results]")];
      if (arrived.length !== parts().length) throw new Error("This is another page.");
      if (page(href) !== page(shown)) record?.call(history, null, "", page(href));
      shown = href;
      parts().forEach((part, index) => part.replaceChildren(...arrived[index].childNodes));
      form.querySelectorAll(".filter__error").forEach((error) => error.remove());
      fields.forEach((field) => ["aria-invalid", "aria-describedby"].forEach((name) => field.removeAttribute(name)));
      parts().forEach((part) => part.removeAttribute("aria-busy"));
      then?.(fresh);
    } catch {
      if (request === latest) location.assign(href);
    } finally {
      clearTimeout(patience);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(asked(), history.pushState);
  });

  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) show(asked(), history.pushState);
  });

  form.addEventListener("input", (event) => {
    if (!event.target.matches("input")) return;
    clearTimeout(pause);
    pause = setTimeout(() => show(asked(), history.replaceState), PAUSE);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-in-place]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const turns = link.closest(".paging");
    show(link.href, history.pushState, (fresh) => {
      adopt(fresh);
      heading.focus({ preventScroll: true });
      if (turns) heading.scrollIntoView();
    });
  });

  addEventListener("popstate", () => {
    if (page(location.href) !== page(shown)) show(location.href, null, adopt);
  });

  // On a slow line, readers choose before this script has arrived.
  const sent = (field) =>
    field.options ? [...field.options].find((option) => option.defaultSelected)?.value ?? "" : field.defaultValue;
  if (fields.some((field) => field.value !== sent(field))) show(asked(), history.pushState);
}
