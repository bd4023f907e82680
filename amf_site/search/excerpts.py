"""Excerpts of a page's text around the found words, with these highlighted."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from amf_site.cldr.words import words_of

from .folding import fold_with_places
from .models import SearchEntry
from .words import JOINERS, Term

#: The length of an excerpt in characters, and of its part before the first match; an ideograph counts as two.
LENGTH, LEAD = 220, 60
#: The maximum number of lines that an excerpt is taken from if no single line contains all terms.
MOST_LINES = 2
#: The canonical combining class of viramas.
VIRAMA = 9


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """Return a pattern for the whole phrase, or else each term: the word as typed before its stem.

    Stems of one letter match whole words only, those of two letters only at the start of a word.
    """
    patterns = [" ?".join(re.escape(term.whole) for term in terms)] if len(terms) > 1 else []
    for term in terms:
        between = " ?" if term.is_loosely_spaced else ""
        words = "|".join(between.join(map(re.escape, word)) for word in dict.fromkeys([term.whole, term.stem]))
        if not term.is_spaceless and len(term.stem) < 3:
            words = f"(?<![^ ])(?:{words})" + "(?![^ ])" * (len(term.stem) == 1)
        patterns.append(words)
    return re.compile("|".join(patterns))


def found_in(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return the sorted spans (start, end) of the terms in a text; adjacent matches are merged."""
    folded, places = fold_with_places(text)
    spans: list[tuple[int, int]] = []
    for match in _pattern(terms).finditer(folded) if terms else ():
        start, end = _widened(text, places[match.start()][0], places[match.end() - 1][1])
        if spans and not text[spans[-1][1] : start].strip():
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a span to whole Indic clusters, in which a virama joins consonants."""
    while start and _binds(text, start - 1):
        start -= 1
        while start and _is_mark(text[start]):
            start -= 1
    while end < len(text) and _binds(text, end - 1):
        end += 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
    return start, end


def _binds(text: str, place: int) -> bool:
    last = place - (text[place] == "\u200d")
    return last >= 0 and unicodedata.combining(text[last]) == VIRAMA


def _is_mark(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign)[0] == "M"


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """Return the whole text, escaped, with the terms highlighted."""
    return _marked(text, found_in(text, terms), 0, len(text))


def _marked(text: str, spans: list[tuple[int, int]], first: int, last: int) -> SafeString:
    """Return a slice of a text, escaped, with the parts of the spans that are within it highlighted."""
    pieces, place = [], first
    for start, end in spans:
        if start < last and end > first:
            start, end = max(start, first), min(end, last)
            pieces.append((text[place:start], text[start:end]))
            place = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[place:last])


def excerpt(entry: SearchEntry, terms: Sequence[Term], language: str) -> SafeString:
    """Return the lines with the terms, shortened; the start of the text if only its title or other names match."""
    shown = entry.text.split("\n")[1:]
    folded = entry.folded_text.split("\n")[1 : len(shown) + 1]
    missing = list(terms)
    pieces: list[SafeString] = []
    while missing and len(pieces) < MOST_LINES:
        held = [[term for term in missing if _is_in(line, term)] for line in folded]
        best = max(range(len(held)), key=lambda number: (len(held[number]), -number), default=None)
        if best is None or not held[best]:
            break
        missing = [term for term in missing if term not in held[best]]
        pieces.append(_cut_out(_with_context(shown, best), terms, language))
    if not pieces and shown:
        pieces = [_cut_out(shown[0], terms, language)]
    return mark_safe(" ".join(dict.fromkeys(pieces)))  # noqa: S308 escaped piece by piece


def _is_in(line: str, term: Term) -> bool:
    return term.stem in line or (term.is_loosely_spaced and term.stem in line.replace(" ", ""))


def _with_context(lines: list[str], number: int) -> str:
    """Join a short line with those after it: a figure means nothing without its label."""
    end = number + 1
    while end < len(lines) and sum(map(len, lines[number:end])) < LEAD:
        end += 1
    return " · ".join(lines[number:end])


def _cut_out(line: str, terms: Sequence[Term], language: str) -> SafeString:
    """Return the part of a line around the first match, cut at word boundaries."""
    spans = found_in(line, terms)
    wide = 2 if re.search("[\u2e80-\u9fff\uac00-\ud7a3]", line) else 1
    target = max(0, spans[0][0] - LEAD // wide) if spans else 0
    first = last = place = 0
    for word in words_of(line, language):
        if first == 0 < target <= place and word[0].isalnum():
            first = place
        place += len(word)
        if place - max(first, target) >= LENGTH // wide:
            break
        last = place
    piece = _marked(line, spans, first, last)
    return format_html("{}{}{}", "… " * (first > 0), piece, " …" * (last < len(line)))
