"""Replace characters that no font of ours has, so that a single one does not prevent a PDF.

PDF/UA forbids missing glyphs, and no set of fonts covers every character that somebody can type.
"""

import re
import unicodedata
from functools import cache
from typing import Any

import icu
from fontTools.ttLib import TTFont

from .typesetting import FONTS, MissingLettersError, clean, typeset

#: In Unicode names, the part after these words is the sound of a letter or vowel sign.
SOUND = re.compile(r" (?:letter|syllable|syllabics|vowel sign) (.+)", re.IGNORECASE)
#: Unicode categories of combining marks, and of those together with format characters and modifier symbols.
MARKS = {"Me", "Mn"}
ASIDE = {"Cf", "Sk", *MARKS}


def typeset_readably(
    template: str, data: dict, language: str, pictures: dict[str, bytes] | None = None
) -> tuple[bytes, dict[str, str]]:
    """Return a PDF from ``typeset``, and the replacements in it for characters that no font has.

    A replacement may contain missing characters itself, so this repeats; each one is closer to ASCII, so it ends.
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
    """Return the replacement of a character: its compatibility form, its transliteration, or its name."""
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    if (plain := unicodedata.normalize("NFKC", sign)) != sign:
        return plain
    latin = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII").transliterate(sign)
    if latin.isascii() and latin.isalnum():
        return latin
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    # Regional indicators keep capitals: two of them are a country code.
    name = name if name.startswith(("U+", "REGIONAL")) else name.lower()
    if sound := SOUND.search(name):
        return sound[1]
    return "" if unicodedata.category(sign) in ASIDE else f"[{name}]"


def _substitutes_for(named: set[str]) -> dict[str, str]:
    """Return replacements for the characters that Typst reports, with those around them, as missing.

    If each of them is in some font, no single font has the whole cluster; then its combining marks are removed.
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
    """Return the data with the characters replaced."""
    if isinstance(value, str):
        return value.translate({ord(sign): said for sign, said in substitutes.items()})
    if isinstance(value, dict):
        return {key: _replaced(part, substitutes) for key, part in value.items()}
    if isinstance(value, list):
        return [_replaced(part, substitutes) for part in value]
    return value
