"""Font fallback for PDFs: first the fonts of the language, then all others."""

from amf_site.languages import LANGUAGES

#: A font family, or a family for some scripts only: ``latin-in-cjk`` leaves East Asian punctuation to the next font.
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
#: First families by ISO 15924 script. A Han character has regional glyphs, so the order of the three fonts matters.
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
    """Return all font families, in the order of fallback for a language."""
    (script,) = (row.script for row in LANGUAGES if row.code == code)
    first = FIRST[script]
    rest = ["Vazirmatn", "Noto Sans", *NEIGHBOURS, CHINESE, JAPANESE, KOREAN]
    return [*first, *(name for name in rest if name not in first)]


def native_typefaces() -> dict[str, list[Typeface]]:
    """Return the fallback order for foreign names within a text, by language code without script."""
    return {row.code.partition("-")[0]: typefaces(row.code) for row in LANGUAGES}
