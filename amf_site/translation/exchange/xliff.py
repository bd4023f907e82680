"""Read and write XLIFF 2.1, the OASIS exchange format: inline tags are elements, which agencies' tools preserve."""

import re
import xml.etree.ElementTree as ET  # only for writing; files are parsed by xml_tree
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from amf_site.visible_text import is_visible

from ..conf import host
from ..segments import markup
from .document import (
    MOST_UNITS,
    NO_XML,
    Document,
    ExchangeError,
    Incoming,
    IncomingUnit,
    Unit,
    UnitState,
    remark,
)
from .languages import language_tag
from .po import identity
from .xliff_marks import ALIASES, NAMESPACE, UnitMarks, name
from .xml_tree import Node, read_tree

XML = "http://www.w3.org/XML/1998/namespace"
STATES = {UnitState.MISSING: "initial", UnitState.REVIEW: "initial", UnitState.DONE: "final"}
#: The substate of segments to review.
REVIEW = "amf:review"
#: Ids contain everything that the import needs, because tools preserve them even if they drop the rest.
UNIT = re.compile(r"u(\d{1,18})-(\d{1,18})-([0-9a-f]{12})")
FILE = re.compile(r"t-([0-9a-f-]{36})")
TYPES = {"a": "link", "b": "fmt", "strong": "fmt", "i": "fmt", "em": "fmt", "br": "fmt"}
#: States of finished segments; a tool that drops the state confirms nothing.
DONE = {"translated", "reviewed", "final"}
SEGMENT, IGNORABLE = name("segment"), name("ignorable")
SUBTYPES = {"b": "xlf:b", "strong": "xlf:b", "i": "xlf:i", "em": "xlf:i", "br": "xlf:lb"}


def write(document: Document) -> bytes:
    root = ET.Element(
        "xliff",
        {
            "xmlns": NAMESPACE,
            "version": "2.1",
            "srcLang": language_tag(document.source_language),
            "trgLang": language_tag(document.target_language),
            "xml:space": "preserve",
        },
    )
    file = ET.SubElement(
        root,
        "file",
        {
            "id": f"t-{document.translation}",
            "original": document.address or document.title,
            "canResegment": "no",
            "srcDir": host.language(document.source_language).direction,
            "trgDir": host.language(document.target_language).direction,
        },
    )
    add_notes(file, [f"{document.kind}: {document.title}", *document.notes])
    for unit in document.units:
        add_unit(file, unit, root.attrib)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "utf-8").replace(b"\r", b"&#13;") + b"\n"


def add_notes(parent: ET.Element, notes: list[str]) -> None:
    container = ET.SubElement(parent, "notes")
    for note in notes:
        ET.SubElement(container, "note").text = note


def add_unit(file: ET.Element, unit: Unit, languages: dict[str, str]) -> None:
    element = ET.SubElement(
        file, "unit", {"id": f"u{unit.context}-{unit.string}-{unit.mark}", "name": unit.path, "xml:space": "preserve"}
    )
    notes = [unit.label, *unit.notes]
    if unit.old_source:
        notes.append(
            _("The words were translated from: %(source)s") % {"source": remark(markup.plain(unit.old_source))}
        )
    add_notes(element, notes)
    data = ET.SubElement(element, "originalData")
    state = {"state": STATES[unit.state]}
    if unit.state == UnitState.REVIEW:
        state["subState"] = REVIEW
    segment = ET.SubElement(element, "segment", state)
    writer = _Writer(data)
    source = ET.SubElement(segment, "source", {"xml:lang": languages["srcLang"], "xml:space": "preserve"})
    writer.fill(source, markup.tokens_of(unit.source))
    if unit.words:
        target = ET.SubElement(segment, "target", {"xml:lang": languages["trgLang"], "xml:space": "preserve"})
        writer.fill(target, sound_tokens(unit.words))
    if not len(data):
        element.remove(data)


def sound_tokens(words: str) -> list[markup.Token]:
    """Return the tokens of a translation; one with invalid markup is exported as text, so that it can be corrected."""
    try:
        return markup.tokens_of(words)
    except markup.MarksError:
        return [markup.Token("text", words)]


class _Writer:
    """Writes source and target of a unit; corresponding tags have the same id in both."""

    def __init__(self, data: ET.Element) -> None:
        self.data = data
        self.names: dict[str, str] = {}

    def reference(self, text: str) -> str:
        if text not in self.names:
            self.names[text] = f"d{len(self.names) + 1}"
            ET.SubElement(self.data, "data", {"id": self.names[text]}).text = text
        return self.names[text]

    def fill(self, element: ET.Element, tokens: list[markup.Token]) -> None:
        path = [element]
        count: dict[str, int] = {}
        for token in tokens:
            if token.kind == "end":
                path.pop()
                continue
            if token.kind == "text":
                add_text(path[-1], token.text)
                continue
            count[token.text] = count.get(token.text, 0) + 1
            reference = self.reference(token.text)
            attributes = {"id": f"{reference.replace('d', 'm')}-{count[token.text]}"}
            if token.kind == "start":
                end = self.reference(f"</{token.tag}>")
                attributes |= {"dataRefStart": reference, "dataRefEnd": end, "type": TYPES.get(token.tag, "other")}
            else:
                attributes |= {"dataRef": reference, "type": TYPES[token.tag]}
            if token.tag in SUBTYPES:
                attributes["subType"] = SUBTYPES[token.tag]
            child = ET.SubElement(path[-1], "pc" if token.kind == "start" else "ph", attributes)
            if token.kind == "start":
                path.append(child)


def add_text(element: ET.Element, text: str) -> None:
    """Append text to an element."""
    for number, piece in enumerate(NO_XML.split(text)):
        if number % 2:
            ET.SubElement(element, "cp", {"hex": f"{ord(piece):04X}"})
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece


def read(content: bytes) -> Incoming:
    """Parse an XLIFF file. Raise ``ExchangeError``."""
    root = read_tree(content, ALIASES)
    if root.name != name("xliff") or not root.attributes.get("version", "").startswith("2."):
        raise ExchangeError(_("This is not XLIFF 2. Ask for the format that the file had when it was exported."))
    files = list(root.all(name("file")))
    if len(files) != 1:
        raise ExchangeError(_("It holds %(count)s files in one. Split it as it was exported.") % {"count": len(files)})
    known = FILE.fullmatch(files[0].attributes.get("id", ""))
    if not known:
        raise ExchangeError(
            _("It does not say which page it belongs to: the id of its file element is not ours. Is it another tool's?")
        )
    units = [unit_of(node) for node in units_in(files[0])]
    if len(units) > MOST_UNITS:
        raise ExchangeError(_("It has more than %(most)s entries.") % {"most": MOST_UNITS})
    return Incoming(identity(known[1]), root.attributes.get("trgLang", ""), None, [unit for unit in units if unit])


def units_in(node: Node) -> Any:
    for child in node.content:
        if isinstance(child, Node) and child.name == name("unit"):
            yield child
        elif isinstance(child, Node) and child.name == name("group"):
            yield from units_in(child)


def unit_of(node: Node) -> IncomingUnit | None:
    """Parse a unit. A tool may have split it into segments; all of them must be finished."""
    if node.attributes.get("translate") == "no":
        return None
    marks, parts, problem = UnitMarks(node), parts_of(node), ""
    source: list[markup.Token] = []
    words: list[markup.Token] = []
    try:
        # Parse the whole source first, because tags in the target refer to it by id.
        for part in parts:
            source += marks.tokens(part.source)
        for part in sorted(parts, key=lambda part: part.place):
            words += marks.tokens(part.target)
    except markup.MarksError as error:
        problem = str(error)
    if sorted(part.place for part in parts) != list(range(1, len(parts) + 1)):
        problem = _("It does not say in which order its parts belong.")
    segments = [part for part in parts if part.is_segment]
    known = UNIT.fullmatch(node.attributes.get("id", ""))
    return IncomingUnit(
        line=node.line,
        path=node.attributes.get("name", ""),
        source=markup.segment_of(source),
        words=markup.segment_of(words),
        is_draft=any(part.state == "initial" for part in segments),
        is_half=len(segments) > 1 and any(part.is_left for part in segments),
        is_confirmed=all(part.state in DONE for part in segments),
        ids=(int(known[1]), int(known[2])) if known else None,
        mark=known[3] if known else None,
        problem=problem,
    )


@dataclass(frozen=True)
class Part:
    """A segment of a unit, or the text between two; ``place`` is the position of its target."""

    source: Node
    target: Node
    state: str
    is_segment: bool
    place: int

    @property
    def is_left(self) -> bool:
        """Whether it is not translated: it is empty, or an unconfirmed copy of the source made by a tool."""
        source, target = self.source.whole_text, self.target.whole_text
        is_copy = target.strip() == source.strip() and self.state not in DONE and any(map(str.isalpha, source))
        return is_visible(source) and (is_copy or not is_visible(target))


def parts_of(unit: Node) -> list[Part]:
    nodes = [child for child in unit.content if isinstance(child, Node) and child.name in (SEGMENT, IGNORABLE)]
    parts = []
    for number, node in enumerate(nodes, start=1):
        empty = Node("", {}, node.line)
        source, target = node.first(name("source")) or empty, node.first(name("target"))
        order = target.attributes.get("order", "") if target else ""
        parts.append(
            Part(
                source,
                target or (source if node.name == IGNORABLE else empty),
                node.attributes.get("state", ""),
                node.name == SEGMENT,
                int(order) if order.isascii() and order.isdigit() and len(order) < 9 else number,
            )
        )
    return parts
