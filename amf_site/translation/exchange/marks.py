"""The inline marks of a segment: bold, links, line breaks. Read strictly, so that a broken mark is told, not mended."""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from ..cleaning import TAGS

#: Such marks stand alone.
VOID = {"br"}
#: Deeper than any writer nests marks.
DEEPEST = 20
#: What can be kept neither by PostgreSQL nor in an XML file.
NUL = "\x00"


class MarksError(ValueError):
    """Marks that are not sound; says why in words for staff."""


@dataclass(frozen=True)
class Token:
    """A piece of text, or the beginning or the end of a mark, as ``text`` writes it: ``<b>``, ``</b>``, ``<br/>``."""

    kind: str
    text: str

    @property
    def tag(self) -> str:
        return self.text.strip("</>").split(" ")[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        link = names.pop("id", None) if tag == "a" else None
        if tag not in TAGS or names:
            raise MarksError(_("The mark <%(mark)s> is not one of this text.") % {"mark": tag})
        if tag in VOID:
            self.tokens.append(Token("alone", f"<{tag}/>"))
            return
        self.open.append(tag)
        if len(self.open) > DEEPEST:
            raise MarksError(_("Marks stand too deep in one another."))
        self.tokens.append(Token("start", f'<{tag} id="{html.escape(link)}">' if link else f"<{tag}>"))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            raise MarksError(_("The mark </%(mark)s> ends what has not begun.") % {"mark": tag})
        self.tokens.append(Token("end", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self.tokens and self.tokens[-1].kind == "text":
            data = self.tokens.pop().text + data
        self.tokens.append(Token("text", data))

    def handle_comment(self, data: str) -> None:
        raise MarksError(_("A comment in HTML is not one of this text's marks."))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def tokens_of(segment: str) -> list[Token]:
    """The pieces of a segment. Raises ``MarksError``."""
    if NUL in segment:
        raise MarksError(_("There is a NUL character in it."))
    reader = _Reader()
    reader.feed(segment)
    reader.close()
    if reader.open:
        raise MarksError(_("The mark <%(mark)s> has no end.") % {"mark": reader.open[-1]})
    return reader.tokens


def segment_of(tokens: list[Token]) -> str:
    """The same as a segment of wagtail-localize."""
    return "".join(html.escape(token.text, quote=False) if token.kind == "text" else token.text for token in tokens)


def plain(segment: str) -> str:
    """The words of a segment as readers count them."""
    return "".join({"text": token.text, "alone": "\n"}.get(token.kind, "") for token in tokens_of(segment))


def same(one: str, other: str) -> bool:
    """Whether two segments say the same, however their entities and line breaks are written."""
    try:
        return one == other or segment_of(tokens_of(one)) == segment_of(tokens_of(other))
    except MarksError:
        return False


def check(source: str, words: str) -> None:
    """Raise ``MarksError`` unless the words are sound and have exactly the links of their source."""
    links, wanted = (
        {token.text for token in tokens_of(segment) if token.kind == "start" and re.match("<a", token.text)}
        for segment in (words, source)
    )
    if links - wanted:
        raise MarksError(_("It has a link that its source has not: %(link)s.") % {"link": min(links - wanted)})
    if wanted - links:
        raise MarksError(_("It lacks the link %(link)s.") % {"link": min(wanted - links)})
