/**
 * Adds the reader's own time to an event, if their clocks show another one than those of the place.
 */
const moment = (text) => (text ? new Date(text) : undefined);

/** The hour and minute that an ISO time states, whatever zone it is in. */
const stated = (text) => text.slice(11, 16);

/** The hour and minute that the reader's clocks show at a moment. */
const shown = (date) => [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");

export function addOwnTime(place) {
  const { starts, ends, locale } = place.dataset;
  const [first, last] = [moment(starts), moment(ends)];
  const isSameDay = starts.slice(8, 10) === String(first.getDate()).padStart(2, "0");
  if (isSameDay && shown(first) === stated(starts) && (!last || shown(last) === stated(ends))) return;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  place.querySelector("[data-own-time-words]").textContent = last
    ? format.formatRange(first, last)
    : format.format(first);
  place.hidden = false;
}
