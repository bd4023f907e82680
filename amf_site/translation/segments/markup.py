"""The only parser of the inline markup of segments (bold, links, line breaks), and helpers based on it.

``parse`` accepts anything, for stored text. ``tokens_of`` is strict, for input: it reports broken markup rather than
repairing it.
"""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from ..patches.sanitise_translations import TAGS

#: Maximum length of a segment in characters; no author needs more.
LONGEST = 20_000
#: Tags without an end tag.
VOID = {"br"}
#: Maximum nesting depth; no author needs more.
DEEPEST = 20
#: Cannot be stored by PostgreSQL or in XML.
NUL = "\x00"
#: An unfinished tag, for which the parser of the standard library takes minutes (it searches repeatedly).
UNFINISHED = re.compile(r"<(?=[A-Za-z/!?])(?![^<>]{0,200}>)")


class MarksError(ValueError):
    """The markup is invalid. The message is for staff."""


@dataclass(frozen=True)
class Token:
    """A piece of text or a tag; ``text`` is the plain text, or the tag as written: ``<b>``, ``</b>``, ``<br/>``.

    ``kind`` is text, start, end, alone, or other for what a segment never contains: comments, declarations.
    """

    kind: str
    text: str
    #: The link id of wagtail-localize in a start tag.
    id: str = ""
    #: Whether a tag has attributes that are not allowed in segments.
    has_more: bool = False

    @property
    def tag(self) -> str:
        return self.text.strip("</>").split(" ")[0] if self.kind != "text" else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        link = names.pop("id", None) or "" if tag == "a" else ""
        if tag in VOID:
            self.tokens.append(Token("alone", f"<{tag}/>", has_more=bool(names)))
        else:
            text = f'<{tag} id="{html.escape(link)}">' if link else f"<{tag}>"
            self.tokens.append(Token("start", text, link, has_more=bool(names)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.tokens.append(Token("end", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self.tokens and self.tokens[-1].kind == "text":
            data = self.tokens.pop().text + data
        self.tokens.append(Token("text", data))

    def handle_comment(self, data: str) -> None:
        self.tokens.append(Token("other", data))

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)


def parse(segment: str) -> list[Token]:
    """Return the tokens of a segment, valid or not."""
    if "<" not in segment and "&" not in segment:
        return [Token("text", segment)] if segment else []
    reader = _Reader()
    reader.feed(segment)
    reader.close()
    return reader.tokens


def tokens_of(segment: str) -> list[Token]:
    """Return the tokens of a valid segment. Raise ``MarksError``."""
    if len(segment) > LONGEST:
        raise MarksError(_("It is longer than %(limit)s characters.") % {"limit": LONGEST})
    if NUL in segment:
        raise MarksError(_("There is a NUL character in it."))
    if UNFINISHED.search(segment):
        raise MarksError(_("A mark is not finished: there is < without >."))
    tokens = parse(segment)
    open_tags: list[str] = []
    for token in tokens:
        if token.kind == "other":
            raise MarksError(_("A comment in HTML is not one of this text's marks."))
        if token.kind in ("start", "alone") and (token.tag not in TAGS or token.has_more):
            raise MarksError(_("The mark <%(mark)s> is not one of this text.") % {"mark": token.tag})
        if token.kind == "start":
            open_tags.append(token.tag)
            if len(open_tags) > DEEPEST:
                raise MarksError(_("Marks stand too deep in one another."))
        if token.kind == "end" and (not open_tags or open_tags.pop() != token.tag):
            raise MarksError(_("The mark </%(mark)s> ends what has not begun.") % {"mark": token.tag})
    if open_tags:
        raise MarksError(_("The mark <%(mark)s> has no end.") % {"mark": open_tags[-1]})
    return tokens


def segment_of(tokens: list[Token]) -> str:
    """Serialise tokens as a segment of wagtail-localize."""
    return "".join(html.escape(token.text, quote=False) if token.kind == "text" else token.text for token in tokens)


def plain(segment: str) -> str:
    """Return the text without markup, as readers see and count it; ``<br>`` is a line break."""
    words = {"text": lambda token: token.text.replace("\n", " "), "alone": lambda token: "\n"}
    return "".join(words[token.kind](token) for token in parse(segment) if token.kind in words)


def same(one: str, other: str) -> bool:
    """Return whether two segments are equivalent, regardless of how entities and line breaks are written."""
    try:
        return one == other or segment_of(tokens_of(one)) == segment_of(tokens_of(other))
    except MarksError:
        return False
