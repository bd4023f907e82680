// Progressive enhancement: everything works without this file.
import { closeFromOutside, openForPrint } from "./details.js";
import { offerCopying, offerSharing, shareLink } from "./share.js";
import { addButtons } from "./slideshow.js";

document.querySelectorAll("[data-slideshow]").forEach(addButtons);
document.querySelectorAll("details[data-closes]").forEach(closeFromOutside);
document.querySelectorAll("[data-copy]").forEach(offerCopying);
document.querySelectorAll("[data-share]").forEach(offerSharing);
document.querySelectorAll("[data-share-link]").forEach(shareLink);
openForPrint();

// Only lists have filters, so other pages do not load the module.
const filters = document.querySelectorAll("form[data-filter]");
if (filters.length) import("./directory.js").then(({ filterInPlace }) => filters.forEach(filterInPlace));

// Only events that are to come have times.
const times = document.querySelectorAll("[data-own-time]");
if (times.length) import("./own_time.js").then(({ addOwnTime }) => times.forEach(addOwnTime));
