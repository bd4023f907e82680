"""Split text into words with ICU, which uses a dictionary for languages written without spaces, such as Thai."""

import icu

from amf_site.languages import language

#: A conservative estimate of an adult's reading speed on screen, so that reading times are not underestimated.
WORDS_A_MINUTE = 180
#: ICU's rule status is below this value for spaces and punctuation.
NO_WORD_BELOW = 100


def _pieces(text: str, code: str) -> list[tuple[str, bool]]:
    """Return the segments of a text as pairs of text and whether it is a word."""
    breaker = icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language(code).cldr))
    # ICU counts in UTF-16 code units, so slice its own string, not Python's.
    whole = icu.UnicodeString(text)
    breaker.setText(whole)
    pieces, start = [], 0
    for end in breaker:
        pieces.append((str(whole[start:end]), breaker.getRuleStatus() >= NO_WORD_BELOW))
        start = end
    return pieces


def words_of(text: str, code: str) -> list[str]:
    """Return all segments of a text: words, spaces and punctuation. Joined, they equal the text."""
    return [piece for piece, _is_word in _pieces(text, code)]


def minutes_to_read(text: str, code: str) -> int:
    """Return the estimated reading time in minutes, at least one."""
    count = sum(is_word for _piece, is_word in _pieces(text, code))
    return max(1, round(count / WORDS_A_MINUTE))
