/* Numbered marks in a text field: ⟨1⟩…⟨/1⟩. They are drawn as chips behind the text of the field. Deleting and
   moving the caret treat each as one character, so that no partial mark is left. */

const TOKEN = /⟨\/?\p{Nd}{1,3}⟩/gu;
const PAINTED = /(⟨\/?\p{Nd}{1,3}⟩|\u200c)/u;
const HALF_SPACE = "\u200c";

/** Fill the layer behind the field with the same text, which also determines the height of the field. */
export function paint(layer, text) {
  const parts = text.split(PAINTED).map((part) => {
    if (part === HALF_SPACE) return element("i", part);
    return part.startsWith("⟨") ? element("mark", part) : document.createTextNode(part);
  });
  // Gives an empty last line its height.
  layer.replaceChildren(...parts, "\u200b");
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function tokens(text) {
  return [...text.matchAll(TOKEN)].map((match) => [match.index, match.index + match[0].length]);
}

/** Extend a range so that it completely contains each mark that it touches. */
function grown(text, start, end) {
  for (const [from, to] of tokens(text)) {
    if (from < end && to > start) [start, end] = [Math.min(start, from), Math.max(end, to)];
  }
  return [start, end];
}

const BACKWARD = new Set(["deleteContentBackward"]);
const FORWARD = new Set(["deleteContentForward"]);

export function keepMarksWhole(field) {
  let last = 0;
  field.addEventListener("beforeinput", (event) => {
    let { selectionStart: start, selectionEnd: end } = field;
    const isPoint = start === end;
    if (isPoint && BACKWARD.has(event.inputType)) start -= 1;
    else if (isPoint && FORWARD.has(event.inputType)) end += 1;
    else if (isPoint) return;
    const [from, to] = grown(field.value, Math.max(start, 0), end);
    if (from !== start || to !== end) field.setSelectionRange(from, to);
  });
  document.addEventListener("selectionchange", () => {
    if (document.activeElement !== field || field.selectionStart !== field.selectionEnd) return;
    const place = field.selectionStart;
    const inside = tokens(field.value).find(([from, to]) => from < place && place < to);
    if (inside) {
      const [from, to] = inside;
      const next = place < last ? from : to;
      field.setSelectionRange(next, next);
      last = next;
    } else last = place;
  });
}

/** Insert text as if it were typed, so that it can be undone. */
export function write(field, text, start = field.selectionStart, end = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(start, end);
  const before = field.value;
  if (text) document.execCommand("insertText", false, text);
  else document.execCommand("delete");
  if (field.value !== before || (start === end && !text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put a mark around the selection, or an empty mark at the caret. */
export function insertMark(field, number) {
  const [start, end] = grown(field.value, field.selectionStart, field.selectionEnd);
  const opening = `⟨${number}⟩`;
  const isPoint = field.selectionStart === field.selectionEnd;
  const from = isPoint ? field.selectionStart : start;
  const inner = isPoint ? "" : field.value.slice(start, end);
  write(field, `${opening}${inner}⟨/${number}⟩`, from, isPoint ? from : end);
  const caret = from + opening.length + inner.length;
  field.setSelectionRange(caret, caret);
}

/** Convert the HTML of another translation to text with the marks of this source; other tags are removed. */
export function toText(html, marks) {
  const used = new Set();
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const inner = [...node.childNodes].map(walk).join("");
    if (node.nodeName === "BR") return "\n";
    const tag = node.nodeName.toLowerCase();
    const mark = marks.find((one) => one.tag === tag && (!one.id || one.id === node.id) && !used.has(one.number));
    if (!mark) return inner;
    used.add(mark.number);
    return `⟨${mark.number}⟩${inner}⟨/${mark.number}⟩`;
  };
  return walk(new DOMParser().parseFromString(html, "text/html").body);
}
