"""Convert the inline elements of an XLIFF unit to the tags of a segment."""

import re
from typing import Any, Literal

from django.utils.translation import gettext as _

from ..segments.markup import MarksError, Token, tokens_of
from .xml_tree import BETWEEN, Node

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
#: Version 2.1 uses the namespace of 2.0, 2.2 has its own; units are the same in all of them.
ALIASES = {f"urn:oasis:names:tc:xliff:document:2.{minor}": NAMESPACE for minor in (1, 2)}
#: The ids that we assign: number of the original data, and number of its occurrence.
OURS = re.compile(r"m(\d{1,6})-\d{1,6}")
#: Tags by subtype, if the original data is missing.
SUBTYPES = {"xlf:b": "<b>", "xlf:i": "<i>", "xlf:lb": "<br/>"}


def name(tag: str) -> str:
    return f"{NAMESPACE}{BETWEEN}{tag}"


class UnitMarks:
    """The tags that the inline elements of a unit represent.

    An element refers to its original data. If a tool has dropped the reference, the element of the source with the same
    id is used, so the source must be read first; if the data is gone too, the type.
    """

    def __init__(self, unit: Node) -> None:
        originals = unit.first(name("originalData"))
        rows = originals.all(name("data")) if originals else ()
        self.data = {row.attributes.get("id", ""): row.text for row in rows}
        self.by_id: dict[str, Token] = {}

    def tokens(self, node: Node) -> list[Token]:
        """Return the tokens of a source or target. Raise ``MarksError``."""
        tokens: list[Token] = []
        for child in node.content:
            if isinstance(child, str):
                tokens.append(Token("text", child))
                continue
            match child.name.removeprefix(f"{NAMESPACE}{BETWEEN}"):
                case "cp":
                    tokens.append(Token("text", character(child.attributes.get("hex", ""))))
                case "ph":
                    tokens.append(self.mark(child, "dataRef", "alone"))
                case "pc":
                    start = self.mark(child, "dataRefStart", "start")
                    tokens += [start, *self.tokens(child), Token("end", f"</{start.tag}>")]
                case "sc":
                    tokens.append(self.mark(child, "dataRef", "start"))
                case "ec":
                    tokens.append(self.end(child))
                case "mrk" | "sm" | "em":
                    tokens += self.tokens(child)  # an annotation that a tool has added
                case other:
                    raise unknown(other)
        return tokens

    def mark(self, node: Node, attribute: str, kind: Literal["start", "alone"]) -> Token:
        id_, text = node.attributes.get("id", ""), self.data.get(node.attributes.get(attribute, ""), "")
        if not text and id_ in self.by_id:
            return self.by_id[id_]
        if not text and (ours := OURS.fullmatch(id_)):
            text = self.data.get(f"d{ours[1]}", "")
        token = one_mark(text or self.by_type(node), kind)
        self.by_id[id_] = token
        return token

    def by_type(self, node: Node) -> str:
        if node.attributes.get("type") == "link":
            return f'<a id="a{sum(token.tag == "a" for token in self.by_id.values()) + 1}">'
        return SUBTYPES.get(node.attributes.get("subType", ""), "")

    def end(self, node: Node) -> Token:
        """Return the end tag: from its original data, else that of the start element to which it refers."""
        if text := self.data.get(node.attributes.get("dataRef", "")):
            return Token("end", text)
        if start := self.by_id.get(node.attributes.get("startRef", "")):
            return Token("end", f"</{start.tag}>")
        raise unknown("?")


def one_mark(text: str, kind: Literal["start", "alone"]) -> Token:
    """Parse original data, which must be a single tag. Raise ``MarksError``."""
    try:
        found = tokens_of(text if kind == "alone" else f"{text}</{Token(kind, text).tag}>")
    except MarksError:
        found = []
    if not found or found[0].kind != kind:
        raise unknown(text[:30] or "?")
    return found[0]


def unknown(mark: Any) -> MarksError:
    return MarksError(_("It has a mark that its source has not: %(mark)s.") % {"mark": mark})


def character(code: str) -> str:
    try:
        text = chr(int(code, 16))
        text.encode()
    except (ValueError, OverflowError):
        raise MarksError(_("It has a character that does not exist.")) from None
    return text
