"""Extract the structure and text of a tagged PDF, as assistive technology does.

This follows the structure tree instead of the layout of the page, and prefers replacement text (``ActualText``) to the
text of glyphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pikepdf

#: Painting operators other than text. Everything that a page shows must be tagged or marked as an artifact.
PAINTING = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
#: Maximum nesting of form XObjects and of structure elements.
DEEPEST_FORM, DEEPEST_ELEMENT = 8, 100

#: The object number of a page or form, and a marked-content id (MCID) in its stream.
Key = tuple[tuple[int, int], int]


@dataclass
class Element:
    """A structure element with its children: elements and texts."""

    tag: str
    source: pikepdf.Dictionary
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element and its descendants, without separators."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator["Element"]:
        """Yield this element and its descendants in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()


@dataclass
class Mark:
    """The start of a marked-content sequence."""

    key: Key | None
    artifact: bool
    backwards: bool
    replacement: str | None


class Content:
    """The marked content of a document's pages, and content that is neither tagged nor an artifact."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.marked: dict[Key, list[str]] = {}
        #: Keys of marked content whose text comes partly from nested replacement texts.
        self.patched: set[Key] = set()
        #: Baseline of the first glyph, and font size, by key.
        self.placed: dict[Key, tuple[float, float]] = {}
        #: Page numbers with descriptions of unmarked content.
        self.unmarked: list[tuple[int, str]] = []
        self._letters: dict[tuple[int, int], tuple[int, dict[int, str]]] = {}
        self._page = 0
        for self._page, page in enumerate(pdf.pages, 1):
            self._read(page.obj, page.obj.get("/Resources", pikepdf.Dictionary()), [], 0)

    def _read(self, stream: pikepdf.Object, resources: Any, outer: list[Mark], depth: int) -> None:
        marks, font, size, height = list(outer), None, 0.0, 0.0
        replaced: int | None = None
        for step in pikepdf.parse_content_stream(stream):
            operands, name = step.operands, str(step.operator)
            if name in {"BDC", "BMC"}:
                mark = _mark(operands, resources, stream.objgen)
                marks.append(mark)
                if mark.replacement is not None and replaced is None:
                    self._add_text(marks, mark.replacement)
                    replaced = len(marks)
                    if mark.key is None and (key := _key_of(marks)):
                        self.patched.add(key)
            elif name == "EMC" and len(marks) > len(outer):
                replaced = None if replaced == len(marks) else replaced
                marks.pop()
            elif name == "Tf":
                font, size = resources.get("/Font", {}).get(operands[0]), float(operands[1])
            elif name == "cm":
                height = float(operands[5])
            elif name in {"Tj", "TJ", "'", '"'}:
                if key := _key_of(marks):
                    self.placed.setdefault(key, (height, size))
                if replaced is None:
                    text = self._decode(font, operands[-1])
                    self._add_text(marks, text[::-1] if any(mark.backwards for mark in marks) else text)
            elif name in PAINTING:
                form = resources.get("/XObject", {}).get(operands[0]) if name == "Do" else None
                if form is not None and form.get("/Subtype") == "/Form" and depth < DEEPEST_FORM:
                    self._read(form, form.get("/Resources", resources), marks, depth + 1)
                elif not any(mark.artifact or mark.key for mark in marks):
                    self.unmarked.append((self._page, f"a drawing ({name})"))

    def _add_text(self, marks: list[Mark], text: str) -> None:
        if any(mark.artifact for mark in marks):
            return
        if key := _key_of(marks):
            self.marked.setdefault(key, []).append(text)
        elif text.strip():
            self.unmarked.append((self._page, f"the text “{text.strip()[:40]}”"))

    def _decode(self, font: Any, shown: Any) -> str:
        if font is None:
            return ""
        if font.objgen not in self._letters or font.objgen == (0, 0):
            self._letters[font.objgen] = _letters_of(font)
        width, letters = self._letters[font.objgen]
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        return "".join(
            letters.get(int.from_bytes(codes[at : at + width]), "\ufffd") for at in range(0, len(codes), width)
        )


def _key_of(marks: list[Mark]) -> Key | None:
    return next((mark.key for mark in reversed(marks) if mark.key), None)


def _mark(operands: Any, resources: Any, holder: tuple[int, int]) -> Mark:
    """Return the properties of a marked-content operator: id, artifact, direction, replacement text."""
    values = operands[1] if len(operands) > 1 else None
    if isinstance(values, pikepdf.Name):
        values = resources.get("/Properties", {}).get(values)
    values = values if isinstance(values, pikepdf.Dictionary) else pikepdf.Dictionary()
    key = (holder, int(values["/MCID"])) if "/MCID" in values else None
    said = str(values["/ActualText"]) if "/ActualText" in values else None
    tag = str(operands[0])
    return Mark(key, tag == "/Artifact", tag == "/ReversedChars", said)


def _letters_of(font: Any) -> tuple[int, dict[int, str]]:
    """Return the number of bytes per character code, and the text of each code, from a font's ``ToUnicode``."""
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    letters: dict[int, str] = {} if width == 2 else {code: chr(code) for code in range(256)}
    if not isinstance(font.get("/ToUnicode"), pikepdf.Stream):
        return width, letters
    table = font.ToUnicode.read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found = [bytes.fromhex(text.decode()) for text in HEX.findall(block)]
        letters |= {int.from_bytes(code): _utf16(text) for code, text in zip(found[::2], found[1::2], strict=False)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, target in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(<[^>]*>|\[[^\]]*\])", block):
            start, end = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            texts = [bytes.fromhex(text.decode()) for text in HEX.findall(target)]
            for step in range(end - start + 1):
                if target.startswith(b"["):
                    letters[start + step] = _utf16(texts[step]) if step < len(texts) else ""
                elif texts and texts[0]:
                    head, tail = texts[0][:-2], int.from_bytes(texts[0][-2:])
                    letters[start + step] = _utf16(head + (tail + step & 0xFFFF).to_bytes(2))
    return width, letters


def _utf16(code: bytes) -> str:
    return code.decode("utf-16-be", "replace")


def structure(pdf: pikepdf.Pdf, content: Content) -> Element:
    """Return the structure tree with the text of its marked content."""
    root = cast(pikepdf.Dictionary, pdf.Root.StructTreeRoot)
    roles = {str(name)[1:]: str(role)[1:] for name, role in root.get("/RoleMap", {}).items()}
    seen: set[tuple[int, int]] = set()

    def text_of(holder: Any, number: Any) -> str:
        return "".join(content.marked.get((holder.objgen, int(number)), [])) if holder is not None else ""

    def children(node: Any, page: Any, depth: int) -> Iterator[Element | str]:
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from children(part, page, depth)
        elif isinstance(node, int):
            yield text_of(page, node)
        elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") == "/MCR":
            yield text_of(node.get("/Stm", node.get("/Pg", page)), node.MCID)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node and node.objgen not in seen:
            if node.objgen != (0, 0):
                seen.add(node.objgen)
            tag = str(node.S)[1:]
            element = Element(roles.get(tag, tag), cast(pikepdf.Dictionary, node))
            if "/ActualText" in node:
                element.children.append(str(node.ActualText))
            elif "/K" in node and depth < DEEPEST_ELEMENT:
                element.children.extend(children(node.K, node.get("/Pg", page), depth + 1))
            yield element

    top = Element("StructTreeRoot", root)
    top.children.extend(children(root.get("/K", pikepdf.Array()), None, 0))
    return top
