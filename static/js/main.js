// Everything works without this file; it only adds comfort.
import { closeFromOutside } from "./details.js";
import { filterInPlace } from "./directory.js";
import { openForPrint } from "./print.js";
import { offerCopying, offerSharing, shareLink } from "./share.js";
import { addButtons } from "./slideshow.js";

document.querySelectorAll("[data-slideshow]").forEach(addButtons);
document.querySelectorAll("details[data-closes]").forEach(closeFromOutside);
document.querySelectorAll("form[data-filter]").forEach(filterInPlace);
document.querySelectorAll("[data-copy]").forEach(offerCopying);
document.querySelectorAll("[data-share]").forEach(offerSharing);
document.querySelectorAll("[data-share-link]").forEach(shareLink);
openForPrint();
