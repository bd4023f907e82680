"""Automatic checks of translations: pure functions of a source segment and its translation.

An error prevents saving; a warning is only displayed. The rules depend on the language: its digits, its punctuation,
its letters.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amf_site import spreadsheets
from amf_site.visible_text import is_visible

from ..conf import host
from ..models import Term
from .markup import MarksError, plain, tokens_of
from .numbered_marks import contents
from .signs import odd_signs

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class CheckResult:
    """A problem, or a suspected one; ``code`` identifies the check."""

    code: str
    message: str
    severity: Severity = "warning"


class Glossary(Protocol):
    def not_said(self, source: str, words: str) -> list[Term]:
        """Return the glossary terms in the source whose translation is not used."""


@dataclass(frozen=True)
class Pair:
    """A source segment and its translation, as HTML and as plain text."""

    source_html: str
    html: str
    source: str
    text: str
    code: str


def check(
    source_html: str, target_html: str, locale_code: str, terms: Glossary | None = None, max_length: int | None = None
) -> list[CheckResult]:
    """Return all findings, errors first. An empty translation has none: it counts as untranslated."""
    if not target_html.strip():
        return []
    try:
        tokens_of(target_html)
    except MarksError as error:
        return [CheckResult("mark", str(error), "error")]
    pair = Pair(source_html, target_html, plain(source_html), plain(target_html), locale_code)
    if is_visible(pair.source) and not is_visible(pair.text):
        return [CheckResult("empty", _("There are no words in it that a reader could see."), "error")]
    found = [finding for one in (*CHECKS, *host.checks) for finding in one(pair)]
    found += [*_length(pair, max_length), *(_terms(pair, terms) if terms else ())]
    return sorted(found, key=lambda finding: finding.severity != "error")


# Content that must be preserved

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|\{[^{}\s]*\}")
#: Thousands and decimal separators of all languages, which may be inside a number.
INSIDE_NUMBERS = r",.'’٬٫\u00a0\u202f"
NUMBER = re.compile(rf"\d+(?:[{INSIDE_NUMBERS}]\d+)*")


def _marks(pair: Pair) -> Iterator[CheckResult]:
    wanted, given = contents(pair.source_html, pair.source_html), contents(pair.html, pair.source_html)
    for mark, words in wanted.items():
        name = {"number": mark.number, "name": mark.name}
        if mark not in given:
            yield CheckResult("mark", _("Mark %(number)s (%(name)s) is missing.") % name, "error")
        elif is_visible(words) and not is_visible(given[mark]):
            yield CheckResult("mark", _("Mark %(number)s (%(name)s) has no words.") % name, "error")
    for mark in given.keys() - wanted.keys():
        yield CheckResult("mark", _("The source has no such mark: %(name)s.") % {"name": mark.name}, "error")


def _placeholders(pair: Pair) -> Iterator[CheckResult]:
    wanted, given = (Counter(PLACEHOLDER.findall(text)) for text in (pair.source, pair.text))
    for words in (wanted - given) | (given - wanted):
        yield CheckResult("placeholder", _("%(words)s must stand here as in the source.") % {"words": words}, "error")


def plain_digits(text: str) -> str:
    """Convert the decimal digits of any script to ASCII."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


#: Difference between the Gregorian year and that of other calendars; Persian years overlap with two.
YEARS_APART = {"persian": (621, 622), "buddhist": (-543,)}


def same_year(number: str, code: str) -> set[str]:
    """Return the possible equivalents of a recent Gregorian year in the calendar of a language."""
    if not re.fullmatch(r"1[89]\d\d|20\d\d", number):
        return set()
    return {str(int(number) - years) for years in YEARS_APART.get(host.language(code).calendar, ())}


def _numbers(pair: Pair) -> Iterator[CheckResult]:
    text = plain_digits(pair.text)
    apart = rf"(?<=\d)[\s{INSIDE_NUMBERS}](?=\d)"
    given = {re.sub(r"\D", "", number) for number in NUMBER.findall(text)}
    given |= set(re.findall(r"\d+", re.sub(apart, "", text))) | set(re.findall(r"\d+", text))
    for number in dict.fromkeys(NUMBER.findall(plain_digits(pair.source))):
        if not given & {re.sub(r"\D", "", number), *same_year(number, pair.code)}:
            yield CheckResult("number", _("The number %(number)s is missing.") % {"number": number})


def _lost(pair: Pair) -> Iterator[CheckResult]:
    for words in dict.fromkeys(words for _kind, words in spreadsheets.losses(pair.text)):
        if words not in pair.source:
            message = _("“%(words)s” is what a program has written in place of something that it lost.")
            yield CheckResult("lost", message % {"words": words}, "error")


# Spelling and typography

ARABIC_LETTER = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff"
#: Latin punctuation marks with an equivalent in languages of Arabic script.
OWN_SIGNS = {",": "،", ";": "؛", "?": "؟"}
LATIN_SIGN = re.compile(rf"(?<=[{ARABIC_LETTER}»)])\s*([,;?])")
SIGNS_BY_LANGUAGE = {"fa": OWN_SIGNS, "ar": OWN_SIGNS, "ur": OWN_SIGNS}
#: Letters of other languages of Arabic script that look the same but are wrong.
FOREIGN_LETTERS = {"ar": "یکہھے", "ur": "يكه"}


def _punctuation(pair: Pair) -> Iterator[CheckResult]:
    own = SIGNS_BY_LANGUAGE.get(pair.code, {})
    for sign in dict.fromkeys(LATIN_SIGN.findall(pair.text)):
        if sign in own:
            yield CheckResult(
                "punctuation", _("“%(sign)s” is written “%(own)s” here.") % {"sign": sign, "own": own[sign]}
            )


def _letters(pair: Pair) -> Iterator[CheckResult]:
    repair = host.spelling.get(pair.code)
    if repair and repair(pair.text) != pair.text:
        yield CheckResult("letters", _("Some letters or digits are Arabic’s; they are put right when it is saved."))
    if wrong := [letter for letter in FOREIGN_LETTERS.get(pair.code, "") if letter in pair.text]:
        yield CheckResult("letters", _("Letters of another language: %(letters)s") % {"letters": " ".join(wrong)})


def _signs(pair: Pair) -> Iterator[CheckResult]:
    repair = host.spelling.get(pair.code, str)
    for message in odd_signs(repair(pair.text), pair.source):
        yield CheckResult("signs", message)


PREFIX_APART = re.compile(rf"(?<![{ARABIC_LETTER}\u200c])(ن?می)\s+([{ARABIC_LETTER}]+)")
PLURAL_APART = re.compile(rf"([{ARABIC_LETTER}]+)\s+(ها(?:یی|ی)?)(?![{ARABIC_LETTER}\u200c])")
#: After a silent ه the plural suffix is separated; after other letters both spellings are correct.
PLURAL_AFTER_HEH = re.compile(rf"([{ARABIC_LETTER}]+ه)(ها(?:یی|ی)?)(?![{ARABIC_LETTER}\u200c])")


def _joiners(pair: Pair) -> Iterator[CheckResult]:
    if pair.code != "fa":
        return
    for pattern in (PREFIX_APART, PLURAL_APART, PLURAL_AFTER_HEH):
        for match in pattern.finditer(pair.text):
            words = {"written": match[0], "better": f"{match[1]}\u200c{match[2]}"}
            yield CheckResult("joiner", _("“%(written)s”: better “%(better)s”") % words)


def _spaces(pair: Pair) -> Iterator[CheckResult]:
    if "  " in pair.text and "  " not in pair.source:
        yield CheckResult("double_space", _("There are two spaces in a row."))
    edges = [(text != text.lstrip(), text != text.rstrip()) for text in (pair.source, pair.text)]
    if edges[0] != edges[1]:
        yield CheckResult("edge_space", _("The space at the beginning or the end is not that of the source."))
    if pair.source.count("\n") != pair.text.count("\n"):
        yield CheckResult("lines", _("The source has another number of lines."))


OPENS, CLOSES = set("\u202a\u202b\u202d\u202e"), "\u202c"
ISOLATES, ENDS_ISOLATE = set("\u2066\u2067\u2068"), "\u2069"


def _directions(pair: Pair) -> Iterator[CheckResult]:
    """Find unclosed bidirectional controls, which would change the direction of the rest of the page."""
    open_controls: list[str] = []
    for sign in pair.text:
        if sign in OPENS or sign in ISOLATES:
            open_controls.append(CLOSES if sign in OPENS else ENDS_ISOLATE)
        elif sign in (CLOSES, ENDS_ISOLATE) and (not open_controls or open_controls.pop() != sign):
            open_controls.append(sign)
            break
    if open_controls:
        yield CheckResult(
            "direction", _("An invisible sign of direction is left open. Write the words anew here."), "error"
        )


BRACKETS = [tuple(pair) for pair in ("()", "[]", "{}", "«»", "“”", "「」", "『』", "（）", "《》", "【】")]


def _brackets(pair: Pair) -> Iterator[CheckResult]:
    for left, right in BRACKETS:
        if pair.text.count(left) != pair.text.count(right) and pair.source.count(left) == pair.source.count(right):
            yield CheckResult("brackets", _("One of %(pair)s is missing.") % {"pair": f"{left} {right}"})
    if pair.text.count('"') % 2 and not pair.source.count('"') % 2:
        yield CheckResult("brackets", _("A quotation mark is missing."))


def _same(pair: Pair) -> Iterator[CheckResult]:
    if pair.text.strip() == pair.source.strip() and re.search(r"[^\W\d_]{3}", pair.source):
        yield CheckResult("same", _("This is the source itself. Is it meant?"))


CHECKS: tuple[Callable[[Pair], Iterator[CheckResult]], ...] = (
    _marks,
    _placeholders,
    _directions,
    _lost,
    _numbers,
    _punctuation,
    _letters,
    _signs,
    _joiners,
    _spaces,
    _brackets,
    _same,
)

#: A translation more than MUCH times as long as its source is suspicious, from AT_LEAST characters on.
MUCH, AT_LEAST = 2.0, 30


def _length(pair: Pair, max_length: int | None) -> Iterator[CheckResult]:
    if max_length and len(pair.text) > max_length:
        over = len(pair.text) - max_length
        yield CheckResult(
            "length",
            ngettext("One character too many.", "%(count)s characters too many.", over) % {"count": over},
            "error",
        )
    elif len(pair.text) > AT_LEAST and len(pair.text) > MUCH * len(pair.source):
        yield CheckResult("length", _("This is much longer than the source."))


def _terms(pair: Pair, terms: Glossary) -> Iterator[CheckResult]:
    for term in terms.not_said(pair.source, pair.text):
        yield CheckResult(
            "term", _("The glossary says “%(words)s” for “%(term)s”.") % {"words": term.words, "term": term.term}
        )
