"""XLIFF 2.1, the exchange format of OASIS: each mark is an element of its own, so agencies' tools keep it whole."""

import re
import xml.etree.ElementTree as ET  # only writes; files are read by xml_tree
from typing import Any

from django.utils.translation import gettext as _

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
    language_tag,
    remark,
)
from .po import identity
from .xml_tree import BETWEEN, Node, read_tree

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
XML = "http://www.w3.org/XML/1998/namespace"
STATES = {UnitState.MISSING: "initial", UnitState.REVIEW: "initial", UnitState.DONE: "final"}
#: Of what is to be looked at.
REVIEW = "amf:review"
#: Tools keep ids whatever they drop, so all that is needed on the way back is in them.
UNIT = re.compile(r"u(\d{1,18})-(\d{1,18})-([0-9a-f]{12})")
FILE = re.compile(r"t-([0-9a-f-]{36})")
TYPES = {"a": "link", "b": "fmt", "strong": "fmt", "i": "fmt", "em": "fmt", "br": "fmt"}
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
    """What is kept with a broken mark goes out as text, so that its translator sees and mends it."""
    try:
        return markup.tokens_of(words)
    except markup.MarksError:
        return [markup.Token("text", words)]


class _Writer:
    """Writes source and target of a unit; the same mark has the same id in both."""

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
    """Append text to what is in an element already."""
    for number, piece in enumerate(NO_XML.split(text)):
        if number % 2:
            ET.SubElement(element, "cp", {"hex": f"{ord(piece):04X}"})
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece


def name(tag: str) -> str:
    return f"{NAMESPACE}{BETWEEN}{tag}"


def read(content: bytes) -> Incoming:
    """Raises ``ExchangeError``."""
    root = read_tree(content)
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
    """A unit; a tool may have cut it into segments, and each of them has to be finished."""
    if node.attributes.get("translate") == "no":
        return None
    originals = node.first(name("originalData"))
    data = {child.attributes.get("id", ""): child.text for child in originals.all(name("data"))} if originals else {}
    source: list[markup.Token] = []
    words: list[markup.Token] = []
    is_draft, problem = False, ""
    for part in node.content:
        if not isinstance(part, Node) or part.name not in (name("segment"), name("ignorable")):
            continue
        source_node, target_node = part.first(name("source")), part.first(name("target"))
        try:
            if source_node:
                source += inline(source_node, data)
            if target_node:
                words += inline(target_node, data)
            elif part.name == name("ignorable") and source_node:
                words += inline(source_node, data)
        except markup.MarksError as error:
            problem = str(error)
        is_draft = is_draft or part.attributes.get("state") == "initial"
    known = UNIT.fullmatch(node.attributes.get("id", ""))
    return IncomingUnit(
        line=node.line,
        path=node.attributes.get("name", ""),
        source=markup.segment_of(source),
        words=markup.segment_of(words),
        is_draft=is_draft,
        ids=(int(known[1]), int(known[2])) if known else (0, 0),
        mark=known[3] if known else None,
        problem=problem,
    )


def inline(node: Node, data: dict[str, str]) -> list[markup.Token]:
    """Text and marks of a source or target. Raises ``marks.MarksError``."""
    tokens: list[markup.Token] = []
    for child in node.content:
        if isinstance(child, str):
            tokens.append(markup.Token("text", child))
        elif child.name == name("cp"):
            tokens.append(markup.Token("text", character(child.attributes.get("hex", ""))))
        elif child.name == name("ph"):
            tokens += original(child, "dataRef", data, "alone")
        elif child.name == name("pc"):
            start = original(child, "dataRefStart", data, "start")
            tokens += [*start, *inline(child, data), markup.Token("end", f"</{start[0].tag}>")]
        elif child.name == name("sc"):
            tokens += original(child, "dataRef", data, "start")
        elif child.name == name("ec"):
            tokens.append(markup.Token("end", data.get(child.attributes.get("dataRef", ""), "</?>")))
        elif child.name in (name("mrk"), name("sm"), name("em")):
            tokens += inline(child, data)  # a tool's own remark about a stretch of text
        else:
            raise markup.MarksError(_("It has a mark that its source has not: %(mark)s.") % {"mark": child.name[-2:]})
    return tokens


def original(node: Node, attribute: str, data: dict[str, str], kind: str) -> list[markup.Token]:
    """The one mark that an element stands for."""
    text = data.get(node.attributes.get(attribute, ""), "")
    try:
        found = markup.tokens_of(text if kind == "alone" else f"{text}</{markup.Token(kind, text).tag}>")
    except markup.MarksError:
        found = []
    if not found or found[0].kind != kind:
        raise markup.MarksError(_("It has a mark that its source has not: %(mark)s.") % {"mark": text[:30] or "?"})
    return found[:1]


def character(code: str) -> str:
    try:
        text = chr(int(code, 16))
        text.encode()
    except (ValueError, OverflowError):
        raise markup.MarksError(_("It has a character that does not exist.")) from None
    return text
