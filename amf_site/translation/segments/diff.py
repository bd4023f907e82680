"""Word-level differences between two versions of a text."""

import difflib
import re
from collections.abc import Iterator
from typing import Literal

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .markup import plain

#: A word, or a single sign or space. Scripts without spaces are compared character by character.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|\w+|\W")
#: Maximum number of words to compare, since the time is quadratic; longer texts are shown as replaced.
MOST_COMPARED = 4000

Kind = Literal["same", "removed", "added"]
ELEMENTS: dict[Kind, str] = {"same": "span", "removed": "del", "added": "ins"}


def changes(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Yield runs of plain text that are the same in both versions, removed or added."""
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) > MOST_COMPARED:
        yield from (("removed", old), ("added", new)) if old != new else (("same", new),)
        return
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(after[start:end])
            continue
        if first < last:
            yield "removed", "".join(before[first:last])
        if start < end:
            yield "added", "".join(after[start:end])


def difference(old_html: str, new_html: str) -> SafeString:
    """Return the text of two segments as HTML, with removed parts struck through and added parts underlined."""
    found = ((ELEMENTS[kind], text) for kind, text in changes(plain(old_html), plain(new_html)))
    return format_html_join("", "<{}>{}</{}>", ((element, text, element) for element, text in found))
