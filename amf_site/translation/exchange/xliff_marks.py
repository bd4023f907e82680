"""The inline marks of an XLIFF unit as those of a segment."""

import re
from typing import Any, Literal

from django.utils.translation import gettext as _

from ..segments.markup import MarksError, Token, tokens_of
from .xml_tree import BETWEEN, Node

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
#: Version 2.1 has kept the namespace of 2.0, 2.2 has one of its own; a unit is the same in all.
ALIASES = {f"urn:oasis:names:tc:xliff:document:2.{minor}": NAMESPACE for minor in (1, 2)}
#: The ids that we give: that of the original data, and which of its marks it is.
OURS = re.compile(r"m(\d{1,6})-\d{1,6}")
#: What is said of a mark beside its data.
SUBTYPES = {"xlf:b": "<b>", "xlf:i": "<i>", "xlf:lb": "<br/>"}


def name(tag: str) -> str:
    return f"{NAMESPACE}{BETWEEN}{tag}"


class UnitMarks:
    """What each mark of a unit stands for.

    A mark names its original data. Where a tool has dropped the name, its id is that of the same mark in the source,
    which is therefore read first; where it has dropped the data too, the type is left.
    """

    def __init__(self, unit: Node) -> None:
        originals = unit.first(name("originalData"))
        rows = originals.all(name("data")) if originals else ()
        self.data = {row.attributes.get("id", ""): row.text for row in rows}
        self.by_id: dict[str, Token] = {}

    def tokens(self, node: Node) -> list[Token]:
        """Text and marks of a source or target. Raises ``MarksError``."""
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
                    tokens += self.tokens(child)  # a tool's own remark about a stretch of text
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
        """Of the beginning that it names, unless it has original data of its own."""
        if text := self.data.get(node.attributes.get("dataRef", "")):
            return Token("end", text)
        if start := self.by_id.get(node.attributes.get("startRef", "")):
            return Token("end", f"</{start.tag}>")
        raise unknown("?")


def one_mark(text: str, kind: Literal["start", "alone"]) -> Token:
    """The one mark that original data is. Raises ``MarksError``."""
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
