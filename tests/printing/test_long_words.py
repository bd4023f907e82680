"""Words and rows of signs that no line can be broken in stay on the sheet, in any script and in any column."""

import pypdfium2
import pytest

from amf_site.printing.long_words import BREAK, breakable
from amf_site.printing.substitutes import typeset_readably
from tests.printing.accessibility import findings

from .hearing import spoken
from .words import city_words, plan_words

RUNS = {
    "Arabic letters": "استنبول",
    "with joiners": "می\u200cخواهم",
    "with marks": "مُدَرِّس",
    "drawn out": "شـــهر",
    "Hebrew": "שלום",
    "two directions": "شهرabc",
    "Latin": "Llanfair",
    "Cyrillic": "достопримечательность",
    "Devanagari": "नगर",
    "Bengali with conjuncts": "ক্ষত্রিয়",
    "one Thai letter": "ก",
    "Thai words": "กรุงเทพ",
    "one Chinese letter": "東",
    "Chinese full stops": "。",
    "Korean": "한",
    "digits": "۱۲۳",
    "full stops": ".",
    "ellipses": "…",
    "low lines": "_",
    "dashes": "—",
    "brackets": "((",
    "names with full stops": "abc.",
    "spaces that do not break": "a\u00a0b",
    "narrow spaces": "1\u202f",
    "word joiners": "ab\u2060",
    "addresses": "a=b&",
    "signs without a font": "🎉",
}
#: What of the data is not words.
NO_WORDS = {"native_lang", "native_dir", "published_on", "picture"}


def lengthened(value, run: str, letters: int):
    """The same words with a run without end in every one of them."""
    if isinstance(value, str):
        return f"{value} {run * (letters // len(run) + 1)}"
    if isinstance(value, dict):
        return {key: part if key in NO_WORDS else lengthened(part, run, letters) for key, part in value.items()}
    return [lengthened(part, run, letters) for part in value] if isinstance(value, list) else value


def off_the_sheet(made: bytes) -> list:
    """What is written over the edge of a page, with its place."""
    found = []
    document = pypdfium2.PdfDocument(made)
    try:
        for number, page in enumerate(document, 1):
            text, (width, _height) = page.get_textpage(), page.get_size()
            for at in range(text.count_chars()):
                left, _bottom, right, _top = text.get_charbox(at)
                if left < -0.5 or right > width + 0.5:
                    found.append((number, text.get_text_range(at, 1), round(left), round(right)))
    finally:
        document.close()
    return found


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_in_every_column(run: str, language: str):
    """A profile and a plan of which every text, in every column, holds a word that is wider than the column."""
    city = lengthened(city_words(language) | {"picture": None}, run, 60)
    plan = plan_words(language)
    plan["goals"][0] |= {
        "actions": ["Plant"],
        "indicators": [{"label": "Trees", "unit": "t", "baseline": "1", "latest": "2", "target": "3", "note": "n"}],
    }
    for template, words in (("city.typ", city), ("plan.typ", lengthened(plan, run, 60))):
        made, _substitutes = typeset_readably(template, words, language)
        assert findings(made) == []
        assert off_the_sheet(made) == []
        # An address is read from its lines, and Typst writes a raised mark again and again.
        if run != RUNS["with marks"]:
            assert not [text for text in spoken(made) if BREAK in text and not text.startswith("https://")]


@pytest.mark.parametrize("language", ["en", "fa", "ur", "th", "ja"])
@pytest.mark.parametrize("run", ["استنبول", "Llanfair", "_", "ก"])
def test_longer_than_any_line(run: str, language: str):
    """Hundreds of letters, which are read aloud as they were written."""
    word = run * (400 // len(run))
    words = plan_words(language) | {"vision": [f"a {word} b"], "grounds": [word]}
    made, _substitutes = typeset_readably("plan.typ", words, language)
    assert off_the_sheet(made) == []
    assert {word, f"a {word} b"} <= set(spoken(made))


@pytest.mark.parametrize("word", ["internationalisation", "Достопримечательности", "نمی\u200cخواستیمشان", "1,558,693"])
def test_a_word_that_has_room_is_not_broken(word: str):
    """It goes to the next line whole, and stands on it in one piece."""
    story = " ".join([f"{'x' * length} {word}" for length in range(1, 30)])
    made, _substitutes = typeset_readably("city.typ", city_words("en") | {"picture": None, "story": [story]}, "en")
    document = pypdfium2.PdfDocument(made)
    try:
        lines = document[0].get_textpage().get_text_range().splitlines()
    finally:
        document.close()
    assert sum(line.count(word[-5:] if word.isascii() else word[-3:]) for line in lines) >= 29
    if word.isascii():
        assert sum(line.count(word) for line in lines) >= 29


def test_what_is_no_word_is_left_alone():
    """The name of a picture's file, and texts in which every line ends somewhere."""
    data = {"picture": {"name": "tabriz-municipality_and_clock.jpg"}, "text": "東京" * 40, "date": "2025-11-28"}
    assert breakable(data, "en", but=frozenset({data["picture"]["name"]})) == data
    assert BREAK in breakable("x" * 40, "en")
