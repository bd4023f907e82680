"""The inline marks of a segment: bold, links, line breaks. The one reader of them, and what is asked of what it reads.

``parse`` takes whatever it is given, for words that are kept already. ``tokens_of`` is strict, for words that come from
outside: a broken mark is told, not mended.
"""

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from ..patches.sanitise_translations import TAGS

#: Characters of a segment; no writer needs as many.
LONGEST = 20_000
#: Such marks stand alone.
VOID = {"br"}
#: Deeper than any writer nests marks.
DEEPEST = 20
#: What can be kept neither by PostgreSQL nor in an XML file.
NUL = "\x00"
#: A mark without its end. The standard library's parser looks for that end again and again, for minutes.
UNFINISHED = re.compile(r"<(?=[A-Za-z/!?])(?![^<>]{0,200}>)")


class MarksError(ValueError):
    """Marks that are not sound; says why in words for staff."""


@dataclass(frozen=True)
class Token:
    """A piece of text, or the beginning or the end of a mark, as ``text`` writes it: ``<b>``, ``</b>``, ``<br/>``.

    ``kind`` is text, start, end, alone, or other for what no segment has: comments, declarations.
    """

    kind: str
    text: str
    #: The link of wagtail-localize that a beginning stands for.
    id: str = ""
    #: Whether a beginning has attributes that no mark of a segment has.
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
    """The pieces of a segment, sound or not."""
    if "<" not in segment and "&" not in segment:
        return [Token("text", segment)] if segment else []
    reader = _Reader()
    reader.feed(segment)
    reader.close()
    return reader.tokens


def tokens_of(segment: str) -> list[Token]:
    """The pieces of a sound segment. Raises ``MarksError``."""
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
    """The same as a segment of wagtail-localize."""
    return "".join(html.escape(token.text, quote=False) if token.kind == "text" else token.text for token in tokens)


def plain(segment: str) -> str:
    """The words alone, as readers see and count them: a line break is one, and glues no words."""
    words = {"text": lambda token: token.text.replace("\n", " "), "alone": lambda token: "\n"}
    return "".join(words[token.kind](token) for token in parse(segment) if token.kind in words)


def same(one: str, other: str) -> bool:
    """Whether two segments say the same, however their entities and line breaks are written."""
    try:
        return one == other or segment_of(tokens_of(one)) == segment_of(tokens_of(other))
    except MarksError:
        return False
