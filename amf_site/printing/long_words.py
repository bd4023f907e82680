"""Insert zero-width spaces into words that may be too long for a column, in any script.

They mark where a word may break. The templates decide whether it does, since they know the widths of the column and of
the word; see ``within`` in ``tiles.typ``.
"""

import re
from collections.abc import Iterator
from typing import Any

import icu

from amf_site.languages import language as language_row

BREAK = "\u200b"
#: The number of letters that fit into the narrowest column, and the number of letters between two break points.
SHORT, TOGETHER = 14, 5
#: Texts without a match are left unchanged; this is a quick check, since few texts have such words.
LONG = re.compile(rf"[^ \n]{{{SHORT + 1},}}")
#: A letter repeated many times: one word for Typst, but not for ICU.
REPEATED = re.compile(rf"(.)\1{{{SHORT},}}")


def breakable(value: Any, language: str, *, but: frozenset[str] = frozenset()) -> Any:
    """Return the data with break points in long words, except in the texts ``but``."""
    if isinstance(value, str):
        return value if value in but or not LONG.search(value) else _with_breaks(value, language)
    if isinstance(value, dict):
        return {key: breakable(part, language, but=but) for key, part in value.items()}
    if isinstance(value, list):
        return [breakable(part, language, but=but) for part in value]
    return value


def whole(text: str) -> str:
    """Return a text without the break points."""
    return text.replace(BREAK, "")


def _with_breaks(text: str, language: str) -> str:
    text = REPEATED.sub(lambda same: _broken(same[0], language), whole(text))
    locale = icu.Locale.forLanguageTag(language_row(language).cldr)
    return "".join(_broken(part, language) for part in _parts(text, icu.BreakIterator.createLineInstance(locale)))


def _broken(word: str, language: str) -> str:
    letters = list(_parts(word, icu.BreakIterator.createCharacterInstance(icu.Locale(language))))
    if len(letters) <= SHORT:
        return word
    return BREAK.join("".join(letters[at : at + TOGETHER]) for at in range(0, len(letters), TOGETHER))


def _parts(text: str, breaks: icu.BreakIterator) -> Iterator[str]:
    """Yield the segments of a text; they are sliced from ICU's string, because it counts in UTF-16 code units."""
    words, start = icu.UnicodeString(text), 0
    breaks.setText(words)
    for end in breaks:
        yield str(words[start:end])
        start = end
