"""Which fonts set a text, in which order: first the language's own, then whoever has the letter."""

from amf_site.languages import LANGUAGES

#: A family, or a family for the letters of Latin and its like alone, leaving East Asian punctuation to the next.
Typeface = str | dict[str, str]

LATIN_AMONG_HAN: Typeface = {"name": "Noto Sans", "covers": "latin-in-cjk"}
CHINESE, JAPANESE, KOREAN = "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"
NEIGHBOURS = [
    f"Noto Sans {script}"
    for script in (
        *("Devanagari", "Bengali", "Thai", "Armenian", "Georgian", "Hebrew", "Thaana", "Gujarati", "Gurmukhi", "Oriya"),
        *("Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Lao", "Khmer", "Myanmar"),
    )
]
#: By ISO 15924 script. One Han letter has several shapes: the order of the three fonts tells whose is meant.
FIRST: dict[str, list[Typeface]] = {
    "Latn": ["Vazirmatn", "Noto Sans"],
    "Arab": ["Vazirmatn"],
    "Aran": ["Vazirmatn"],
    "Cyrl": ["Noto Sans"],
    "Deva": ["Noto Sans Devanagari", "Noto Sans"],
    "Beng": ["Noto Sans Bengali", "Noto Sans"],
    "Thai": ["Noto Sans Thai", "Noto Sans"],
    "Hans": [LATIN_AMONG_HAN, CHINESE, JAPANESE, KOREAN],
    "Jpan": [LATIN_AMONG_HAN, JAPANESE, CHINESE, KOREAN],
    "Kore": [LATIN_AMONG_HAN, KOREAN, JAPANESE, CHINESE],
}


def typefaces(code: str) -> list[Typeface]:
    """Every family of ours, in the order in which a text of this language looks for its letters."""
    (script,) = (row.script for row in LANGUAGES if row.code == code)
    first = FIRST[script]
    rest = ["Vazirmatn", "Noto Sans", *NEIGHBOURS, CHINESE, JAPANESE, KOREAN]
    return [*first, *(name for name in rest if name not in first)]


def native_typefaces() -> dict[str, list[Typeface]]:
    """The same for a foreign name within a text, by the code of its language without its script."""
    return {row.code.partition("-")[0]: typefaces(row.code) for row in LANGUAGES}
