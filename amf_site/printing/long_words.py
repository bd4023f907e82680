"""Words that a column may be too narrow for, in any script, and signs in a row that no line can be broken in.

A zero-width space says where they may be broken. Whether they are is decided in the templates, which know how wide a
column is and a word in its type: see ``within`` in ``tiles.typ``.
"""

import re
from collections.abc import Iterator
from typing import Any

import icu

from amf_site.languages import language as language_row

BREAK = "\u200b"
#: As many letters as the narrowest column holds in its type, and as many of a word as are kept together.
SHORT, TOGETHER = 14, 5
#: Nothing else is looked at: most texts have nothing of the kind.
LONG = re.compile(rf"[^ \n]{{{SHORT + 1},}}")
#: Typst takes the same letter again and again for one word where ICU does not.
REPEATED = re.compile(rf"(.)\1{{{SHORT},}}")


def breakable(value: Any, language: str, *, but: frozenset[str] = frozenset()) -> Any:
    """The same data with places to break in its long words, except in some of its texts."""
    if isinstance(value, str):
        return value if value in but or not LONG.search(value) else _with_breaks(value, language)
    if isinstance(value, dict):
        return {key: breakable(part, language, but=but) for key, part in value.items()}
    if isinstance(value, list):
        return [breakable(part, language, but=but) for part in value]
    return value


def whole(text: str) -> str:
    """A text as it is read: without the places."""
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
    """ICU counts in UTF-16."""
    words, start = icu.UnicodeString(text), 0
    breaks.setText(words)
    for end in breaks:
        yield str(words[start:end])
        start = end
