"""Normalise spelling variants, for the terms of a query and the text of a page alike.

Text is folded sign by sign, where a sign is a letter with its marks. So each folded letter can be traced to its place
in the original text, in which matches are highlighted.
"""

import re
import sys
import unicodedata
from functools import lru_cache

import icu

#: Equivalent letters. Applied to lower-case letters after their accents have been removed (NFKD).
SAME_LETTER = {
    # Arabic script: Arabic and Persian keyboards, hamza and its seats, teh marbuta, Urdu's forms of heh, yeh and noon.
    **dict.fromkeys("يىےې", "ی"),
    **dict.fromkeys("كڪ", "ک"),
    **dict.fromkeys("ةۃہھە", "ه"),
    **dict.fromkeys("ٱٲٳ", "ا"),
    "ں": "ن",
    # Latin letters without a Unicode decomposition.
    **dict(zip("ıøđłħðəæœþ", ["i", "o", "d", "l", "h", "d", "e", "ae", "oe", "th"], strict=True)),
    # Cyrillic: letters of Tajik, Tatar, Kazakh and Kyrgyz, and what is typed for them on a Russian keyboard.
    **dict(zip("ғқҳҷәөүұңһ", "гкхчаоуунх", strict=True)),
    # Devanagari and Bengali: two signs for a nasal, and two forms of a t.
    "ँ": "ं",
    "ঁ": None,
    "ৎ": "ত্",
    # Optional signs: hamza, tatweel, joiners, apostrophes, hyphens, nukta, the long mark and dots of kana.
    **dict.fromkeys("ءـ\u200c\u200d\u00ad'’‘ʼʻʾʿʹʺˈ`´-\u2010\u2011\u093c\u09bcー・·", None),
}
#: Equivalent signs of more than one character.
SAME_SIGN = {
    "เเ": "แ",
    **dict.fromkeys(("ङ्", "ञ्", "ण्", "न्", "म्"), "ं"),
    **dict.fromkeys(("ঙ্", "ঞ্"), "ং"),
}
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
#: Marks that are kept, because they are essential unlike accents and harakat: those of Brahmic scripts (a range of code
#: points) and the voicing marks of kana.
FIRST_BRAHMIC, LAST_BRAHMIC = 0x0900, 0x109F
VOICING = "\u3099\u309a"
#: Two or more Thai marks, which are typed in any order; sara am and sara aa count as marks.
THAI_MARKS = re.compile("[\u0e31-\u0e3a\u0e47-\u0e4e]{2,}")
SIMPLER_HAN = icu.Transliterator.createInstance("Traditional-Simplified")


def _ranges(codes: list[int]) -> str:
    """Return sorted code points as ranges for a regular expression set."""
    starts = [code for code, before in zip(codes, [-1, *codes], strict=False) if code != before + 1]
    ends = [code for code, after in zip(codes, [*codes[1:], -1], strict=True) if code != after - 1]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(starts, ends, strict=True))


#: Characters that belong to the letter before them: marks, Korean vowels and finals, half-width voicing, joiners.
MARKS = _ranges([code for code in range(0x20000) if unicodedata.category(chr(code))[0] == "M"])
MARKS += "\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f\u0e32\u0e33\u200c\u200d"
SIGN = re.compile(f"เเ|.[{MARKS}]*", re.DOTALL)
LETTER_TABLE = str.maketrans(SAME_LETTER)


@lru_cache(maxsize=20_000)
def _fold_sign(sign: str) -> str:
    """Fold a letter with its marks; return a space for anything that is neither a letter nor a digit."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter) or _is_letter(letter))
    same = unicodedata.normalize("NFC", bare.translate(LETTER_TABLE)).translate(KATAKANA_TO_HIRAGANA)
    same = THAI_MARKS.sub(_in_one_order, same)
    same = SAME_SIGN.get(same, same)
    if same and "\u3400" <= same[0] <= "\ufaff":
        same = str(SIMPLER_HAN.transliterate(same))
    return "".join(_letter_or_space(letter) for letter in same)


def _in_one_order(marks: re.Match[str]) -> str:
    """Sort Thai marks, and recompose sara am, which NFKC decomposes."""
    found = sorted(marks[0])
    if "\u0e32" in found and "\u0e4d" in found:
        found.remove("\u0e4d")
        found[found.index("\u0e32")] = "\u0e33"
    return "".join(found)


def _is_letter(mark: str) -> bool:
    return FIRST_BRAHMIC <= ord(mark) <= LAST_BRAHMIC or mark in VOICING


def _letter_or_space(letter: str) -> str:
    """Turn digits of all scripts into ASCII, and punctuation into a space."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents, joiners and keyboard variants, joined by one space."""
    return " ".join("".join(_fold_sign(sign) for sign in SIGN.findall(text)).split())


def fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return ``fold(text)``, and for each of its characters the span of the corresponding sign in ``text``."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for match in SIGN.finditer(text):
        for letter in _fold_sign(match[0]):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(sys.intern(letter))
                places.append(match.span())
    if letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return "".join(letters), places
