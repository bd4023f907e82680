"""Pieces of a page's text around the words that were found in it, these marked."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from amf_site.cldr.words import words_of

from .folding import fold_with_places
from .models import SearchEntry
from .words import JOINERS, Term

#: Letters of an excerpt, and those of them before the first found word; an ideograph counts as two.
LENGTH, LEAD = 220, 60
#: Lines that an excerpt is taken from, when no single one holds all the words.
MOST_LINES = 2
#: The canonical combining class of viramas.
VIRAMA = 9


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """The words as one, then each: whole before its stem; a very short one only where a word begins, or is it."""
    patterns = [" ?".join(re.escape(term.whole) for term in terms)] if len(terms) > 1 else []
    for term in terms:
        between = " ?" if term.is_loosely_spaced else ""
        words = "|".join(between.join(map(re.escape, word)) for word in dict.fromkeys([term.whole, term.stem]))
        if not term.is_spaceless and len(term.stem) < 3:
            words = f"(?<![^ ])(?:{words})" + "(?![^ ])" * (len(term.stem) == 1)
        patterns.append(words)
    return re.compile("|".join(patterns))


def found_in(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where in a text the words stand, first and last place, in order; what stands side by side is one."""
    folded, places = fold_with_places(text)
    spans: list[tuple[int, int]] = []
    for match in _pattern(terms).finditer(folded) if terms else ():
        start, end = _widened(text, places[match.start()][0], places[match.end() - 1][1])
        if spans and not text[spans[-1][1] : start].strip():
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with the whole of the Indic letters at its ends: a virama binds consonants into one."""
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
    """The whole text, escaped, with the words marked."""
    return _marked(text, found_in(text, terms), 0, len(text))


def _marked(text: str, spans: list[tuple[int, int]], first: int, last: int) -> SafeString:
    """A piece of a text; a word that the piece cuts is marked as far as it is shown."""
    pieces, place = [], first
    for start, end in spans:
        if start < last and end > first:
            start, end = max(start, first), min(end, last)
            pieces.append((text[place:start], text[start:end]))
            place = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[place:last])


def excerpt(entry: SearchEntry, terms: Sequence[Term], language: str) -> SafeString:
    """Where the page speaks of the words; its first words where it has them in its title or other names only."""
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
    """A line with those after it while it is too short to say anything, as a figure without its label."""
    end = number + 1
    while end < len(lines) and sum(map(len, lines[number:end])) < LEAD:
        end += 1
    return " · ".join(lines[number:end])


def _cut_out(line: str, terms: Sequence[Term], language: str) -> SafeString:
    """The surroundings of the first of the words, from one word's beginning to another's end."""
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
