"""The words of a text, as each language divides them: by dictionary where it puts no spaces between them."""

import icu

from amf_site.languages import language

#: Words that an adult reads in a minute, of a plain text on a screen: a low guess, so that nobody is promised too much.
WORDS_A_MINUTE = 180
#: ICU's rule status of what is no word: spaces and punctuation.
NO_WORD_BELOW = 100


def _pieces(text: str, code: str) -> list[tuple[str, bool]]:
    """Words and what stands between them, each with whether it is a word."""
    breaker = icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language(code).cldr))
    # ICU counts UTF-16 units: its own string is cut, not Python's.
    whole = icu.UnicodeString(text)
    breaker.setText(whole)
    pieces, start = [], 0
    for end in breaker:
        pieces.append((str(whole[start:end]), breaker.getRuleStatus() >= NO_WORD_BELOW))
        start = end
    return pieces


def words_of(text: str, code: str) -> list[str]:
    """The text cut at its words, spaces and signs; joined again it is the text."""
    return [piece for piece, _is_word in _pieces(text, code)]


def minutes_to_read(text: str, code: str) -> int:
    """At least one."""
    count = sum(is_word for _piece, is_word in _pieces(text, code))
    return max(1, round(count / WORDS_A_MINUTE))
