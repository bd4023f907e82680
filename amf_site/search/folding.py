"""One spelling for what readers type in many: used on the words of a query and of a page alike."""

import re
import unicodedata

#: Letters that two keyboards write differently, and signs that only show direction or length.
SAME_LETTER = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ؤ": "و",
        "إ": "ا",
        "أ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ـ": None,
        "\u200c": None,
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "ı": "i",
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
    }
)
WHITE_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text in lower case without diacritics, joiners and keyboard variants, its digits ASCII."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(SAME_LETTER).casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign) or _is_vowel_sign(sign))
    return WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", bare).translate(SAME_LETTER)).strip()


def _is_vowel_sign(sign: str) -> bool:
    """Vowel signs of Indic and Thai scripts are letters of their words, unlike accents and harakat."""
    return 0x0900 <= ord(sign) <= 0x0E7F
