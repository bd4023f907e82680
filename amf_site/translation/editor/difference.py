"""How two versions of a text differ, word by word."""

import difflib
import re
from collections.abc import Iterator

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .marks import text_of

#: A word, or one sign or space. Scripts without spaces differ letter by letter.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|\w+|\W")


def changes(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Runs of text, each with ``del``, ``ins`` or ``span`` for what is gone, new or the same."""
    before, after = WORD.findall(old), WORD.findall(new)
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "span", "".join(after[start:end])
            continue
        if first < last:
            yield "del", "".join(before[first:last])
        if start < end:
            yield "ins", "".join(after[start:end])


def difference(old_html: str, new_html: str) -> SafeString:
    """The words of both, what is gone struck through and what is new underlined."""
    found = changes(text_of(old_html), text_of(new_html))
    return format_html_join("", "<{}>{}</{}>", ((tag, words, tag) for tag, words in found))
