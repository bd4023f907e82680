"""Letters that no font of ours has, said in letters that one has: a single sign does not stop a file.

PDF/UA forbids a text with gaps, and no set of fonts has every letter that somebody can type.
"""

import re
import unicodedata
from functools import cache
from typing import Any

import icu
from fontTools.ttLib import TTFont

from .typesetting import FONTS, MissingLettersError, clean, typeset

#: What a letter, or a vowel written around one, is called after these words says how it sounds.
SOUND = re.compile(r" (?:letter|syllable|syllabics|vowel sign) (.+)", re.IGNORECASE)
#: Marks on the letter before them, and signs that only say how it looks.
MARKS = {"Me", "Mn"}
ASIDE = {"Cf", "Sk", *MARKS}


def typeset_readably(
    template: str, data: dict, language: str, pictures: dict[str, bytes] | None = None
) -> tuple[bytes, dict[str, str]]:
    """A file as ``typeset`` makes it, and what stands in it for letters that no font has.

    A substitute may have letters that are missing as well, but each is nearer to ASCII than what it stands for.
    """
    words, substitutes = clean(data), {}
    while True:
        try:
            return typeset(template, words, language, pictures), substitutes
        except MissingLettersError as error:
            found = _substitutes_for(set("".join(error.letters)))
            if (replaced := _replaced(words, found)) == words:
                raise
            substitutes, words = _replaced(substitutes, found) | found, replaced


def substitute(sign: str) -> str:
    """What is read instead of a letter or sign: its plain form, its sound in Latin letters, else its name."""
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    if (plain := unicodedata.normalize("NFKC", sign)) != sign:
        return plain
    latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII").transliterate(sign)
    if latin.isascii() and latin.isalnum():
        return latin
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    # Two regional letters are the code of a country.
    name = name if name.startswith(("U+", "REGIONAL")) else name.lower()
    if sound := SOUND.search(name):
        return sound[1]
    return "" if unicodedata.category(sign) in ASIDE else f"[{name}]"


def _substitutes_for(named: set[str]) -> dict[str, str]:
    """What is said instead of signs, or of some of them: Typst names with each the letters on which it stands.

    If each is in a font, then no font has them together, and the marks are left out.
    """
    unknown = {sign for sign in named if ord(sign) not in _letters_of_fonts()}
    if unknown:
        return {sign: substitute(sign) for sign in sorted(unknown)}
    return {sign: "" for sign in sorted(named) if unicodedata.category(sign) in MARKS}


@cache
def _letters_of_fonts() -> frozenset[int]:
    found: set[int] = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def _replaced(value: Any, substitutes: dict[str, str]) -> Any:
    """The same data with other letters."""
    if isinstance(value, str):
        return value.translate({ord(sign): said for sign, said in substitutes.items()})
    if isinstance(value, dict):
        return {key: _replaced(part, substitutes) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, substitutes) for part in value]
    return value
