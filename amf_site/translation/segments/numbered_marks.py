"""Show inline tags to translators as numbered marks instead of HTML.

A segment of wagtail-localize is text with inline tags: ``See <a id="a1">the <b>plan</b></a>``. The editor shows ``See
⟨1⟩the ⟨2⟩plan⟨/2⟩⟨/1⟩``, and ``<br>`` as a line break. Marks are numbered in the order of the source, so a mark in a
translation refers to the same mark in the source, whatever the word order. Input is converted back to HTML, or a
``MarkError`` names the missing, unknown or wrongly nested mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.functional import lazystr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .markup import Token, parse

#: A mark in the editor's text. The number may use the digits of any script.
TOKEN = re.compile(r"⟨(/?)(\d{1,3})⟩")
#: The remains of a partly deleted mark.
BROKEN = re.compile(r"⟨/?\d*|/?\d*⟩")

NAMES = {
    "a": gettext_lazy("link"),
    "b": gettext_lazy("bold"),
    "strong": gettext_lazy("bold"),
    "i": gettext_lazy("italic"),
    "em": gettext_lazy("italic"),
    "code": gettext_lazy("code"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
    "s": gettext_lazy("struck through"),
    "del": gettext_lazy("struck through"),
}


class MarkError(ValueError):
    """The marks of a translation do not match its source. The message is for staff."""


@dataclass(frozen=True)
class Mark:
    """An inline tag of a source; ``id`` is the link id of wagtail-localize."""

    number: int
    tag: str
    id: str = ""

    @property
    def name(self) -> str:
        return str(NAMES.get(self.tag, lazystr(self.tag)))

    @property
    def opening(self) -> str:
        return f'<{self.tag} id="{escape(self.id)}">' if self.id else f"<{self.tag}>"


def marks_of(source: str) -> list[Mark]:
    """Return the marks of a source, numbered from 1."""
    begun = [token for token in parse(source) if token.kind == "start"]
    return [Mark(number, token.tag, token.id) for number, token in enumerate(begun, start=1)]


def text_in(token: Token) -> str:
    """Return the editor's text for a token that is not a mark."""
    return {"text": token.text.replace("\n", " "), "alone": "\n"}.get(token.kind, "")


def numbered(html: str, source: str) -> Iterator[tuple[Token, int]]:
    """Yield the tokens of a translation, each with the number of its mark in the source, or 0 for text.

    A tag that the source lacks gets an unused number.
    """
    marks, used, open_numbers = marks_of(source), set(), []
    unknown = len(marks)
    for token in parse(html):
        if token.kind == "end":
            if open_numbers:
                yield token, open_numbers.pop()
        elif token.kind != "start":
            yield token, 0
        else:
            alike = [mark.number for mark in marks if (mark.tag, mark.id) == (token.tag, token.id)]
            if not alike:
                unknown += 1
                alike = [unknown]
            number = next((number for number in alike if number not in used), alike[-1])
            used.add(number)
            open_numbers.append(number)
            yield token, number


def contents(html: str, source: str) -> dict[Mark, str]:
    """Return the marks in a translation, each with the text inside it."""
    found: dict[Mark, str] = {}
    open_marks: list[Mark] = []
    for token, number in numbered(html, source):
        if token.kind == "start":
            open_marks.append(Mark(number, token.tag, token.id))
            found.setdefault(open_marks[-1], "")
        elif number:
            open_marks.pop()
        else:
            found |= {mark: found[mark] + text_in(token) for mark in open_marks}
    return found


def to_text(html: str, source: str) -> str:
    """Convert a segment to the editor's text."""
    return "".join(
        f"⟨{'/' if token.kind == 'end' else ''}{number}⟩" if number else text_in(token)
        for token, number in numbered(html, source)
    )


def to_html(text: str, source: str) -> str:
    """Convert the editor's text to a segment of wagtail-localize. Raise ``MarkError``."""
    marks = {mark.number: mark for mark in marks_of(source)}
    has_lines = any(token.kind == "alone" for token in parse(source))
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    parts, open_numbers, seen, place = [], [], set(), 0
    for token in TOKEN.finditer(text):
        parts.append(_written(text[place : token.start()], source, has_lines))
        is_end, number = bool(token[1]), int(token[2])
        if number not in marks:
            raise MarkError(_("The source has no mark %(number)s.") % {"number": number})
        if not is_end:
            open_numbers.append(number)
            seen.add(number)
            parts.append(marks[number].opening)
        elif not open_numbers or open_numbers.pop() != number:
            raise MarkError(_("Mark %(number)s ends where it is not open.") % {"number": number})
        else:
            parts.append(f"</{marks[number].tag}>")
        place = token.end()
    parts.append(_written(text[place:], source, has_lines))
    if open_numbers:
        raise MarkError(_("Mark %(number)s has no end.") % {"number": open_numbers[-1]})
    for number in sorted(marks.keys() - seen):
        raise MarkError(_("Mark %(number)s (%(name)s) is missing.") % {"number": number, "name": marks[number].name})
    return "".join(parts)


def _written(text: str, source: str, has_lines: bool) -> str:
    """Convert plain text to HTML; keep line breaks only if the source has some, since a heading is a single line."""
    broken = BROKEN.search(text)
    if broken and not {"⟨", "⟩"} & set(source):
        raise MarkError(_("A mark is broken: %(mark)s") % {"mark": broken[0]})
    return escape(text, quote=False).replace("\n", "<br>" if has_lines else " ")


def shown(html: str, source: str | None = None) -> SafeString:
    """Return a segment as HTML for display, with styled and numbered marks."""
    parts = []
    for token, number in numbered(html, html if source is None else source):
        if not number:
            parts.append(format_html_join(SafeString("<br>"), "{}", ((line,) for line in text_in(token).split("\n"))))
        elif token.kind == "end":
            parts.append(format_html('<span class="tr-mark__token">⟨/{}⟩</span></span>', number))
        else:
            parts.append(
                format_html(
                    '<span class="tr-mark" data-tag="{}"><span class="tr-mark__token">⟨{}⟩</span>', token.tag, number
                )
            )
    return SafeString("".join(parts))
