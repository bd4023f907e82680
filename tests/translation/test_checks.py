"""What a translation is found wanting in, language by language, and the marks that stand for its tags."""

import re

import polib
import pytest
from wagtail.models import Locale

from amf_site.demo.content import catalogue_path, languages
from amf_site.translation.glossary.matching import Terms
from amf_site.translation.models import Term
from amf_site.translation.segments.checks import check
from amf_site.translation.segments.diff import changes
from amf_site.translation.segments.numbered_marks import MarkError, shown, to_html, to_text

LINK = 'See <a id="a1">the <b>plan</b></a>, page 12.'
ZWNJ = "\u200c"


def codes(source: str, target: str, language: str, **more) -> list[str]:
    return [finding.code for finding in check(source, target, language, **more)]


@pytest.mark.parametrize(
    ("language", "source", "target", "found"),
    [
        # numbers, in whatever digits
        ("fa", "In 24 cities", "در شهرها", ["number"]),
        ("fa", "In 24 cities", "در ۲۴ شهر", []),
        ("fa", "In 24 cities", "در 24 شهر", []),
        ("fa", "Founded in 2008.", "در ۱۳۸۷ پایه‌گذاری شد.", []),
        ("fa", "Founded in 2008.", "در ۱۳۷۰ پایه‌گذاری شد.", ["number"]),
        ("fa", "1,234.5 km", "۱٬۲۳۴٫۵ کیلومتر", []),
        ("bn", "In 24 cities", "২৪টি শহরে", []),
        ("bn", "In 24 cities", "২৫টি শহরে", ["number"]),
        ("th", "In 24 cities", "ใน ๒๔ เมือง", []),
        ("th", "Since 2008", "ตั้งแต่ พ.ศ. 2551", []),
        ("hi", "In 24 cities", "२४ शहरों में", []),
        ("ar", "In 24 cities", "في ٢٤ مدينة", []),
        ("ru", "1,500,000 people", "1 500 000 человек", []),
        ("zh-hans", "In 24 cities", "在24个城市", []),
        # marks and placeholders
        ("tr", LINK, "Bkz. plan, sayfa 12.", ["mark", "mark"]),
        ("tr", LINK, 'Bkz. <a id="a1"><b>plan</b></a>, sayfa 12.', []),
        ("tr", "A plan", 'Bir <a id="a7">plan</a>', ["mark"]),
        ("fa", "Hello %(name)s", "درود", ["placeholder"]),
        ("fa", "Hello {name}", "درود {name}", []),
        ("id", "100% of cities", "100% kota", []),
        # spaces
        ("ru", "Two words", "Два  слова", ["double_space"]),
        ("ru", "Two words", "Два слова ", ["edge_space"]),
        ("ja", "One<br>two", "一二", ["lines"]),
        # signs and letters of Arabic script
        ("fa", "Cities, and streets", "شهرها, و خیابان‌ها", ["punctuation"]),
        ("fa", "Cities, and streets", "شهرها، و خیابان‌ها", []),
        ("ur", "Is it so?", "کیا ایسا ہے?", ["punctuation"]),
        ("ar", "Cities; streets", "مدن; شوارع", ["punctuation"]),
        ("fa", "Tehran, Iran", "«Tehran, Iran»", []),
        ("fa", "The book of a city", "كتابي از يك شهر", ["letters"]),
        ("ar", "A book", "کتاب", ["letters"]),
        ("ur", "A book", "كتاب", ["letters"]),
        ("fa", "It goes", "می رود", ["joiner"]),
        ("fa", "It does not go", "نمی رود", ["joiner"]),
        ("fa", "It goes", f"می{ZWNJ}رود", []),
        ("fa", "Houses of a city", "خانه های شهر", ["joiner"]),
        ("fa", "Houses of a city", "خانههای شهر", ["joiner"]),
        ("fa", "Cities", "شهرها", []),
        ("fa", "Only", "تنها", []),
        # direction, length, sameness, pairs
        ("fa", "Tehran", "\u202bتهران", ["direction"]),
        ("fa", "Tehran", "\u2067تهران\u2069", []),
        ("ur", "Tehran", "تہران\u2069", ["direction"]),
        ("ko", "A city of parks", "공원" * 20, ["length"]),
        ("tr", "A city of parks", "A city of parks", ["same"]),
        ("tr", "12 %", "12 %", []),
        ("fa", "The “city”", "«شهر", ["brackets"]),
        ("zh-hans", "A city (old)", "城市（旧", ["brackets"]),
        ("ja", "The city", "「都市", ["brackets"]),
        # nothing, and nothing to see
        ("fa", "A city", "", []),
        ("fa", "A city", "\u200c", ["empty"]),
        ("fa", "A city", "\u200b \u2060\ufeff", ["empty"]),
        ("ko", "A city", "\u3164", ["empty"]),
        ("tr", "A city", "&nbsp;\u00ad\ufe0f\ufffc", ["empty"]),
        ("tr", "–", "\u2014", []),
        ("tr", LINK, '<a id="a1"><b></b></a>Bkz. sayfa 12', ["mark", "mark"]),
        ("tr", LINK, '<a id="a1">Plan<b>\u200b</b></a>, 12', ["mark", "signs"]),
        ("tr", LINK, '<a id="a1"><b>Plan</b></a>, 12 <i>x</i>', ["mark"]),
        # what a program has lost
        ("fa", "A city", "??? ????", ["lost"]),
        ("fa", "A city", "شهر\ufffd", ["lost"]),
        ("ru", "A city", "#ССЫЛКА!", ["lost"]),
        ("tr", "1234567", "1.2E+06", ["lost", "number"]),
        ("tr", "What is #REF! ???", "#REF! nedir ???", []),
        ("tr", "Is it so?", "Gerçekten mi?", []),
        # what comes along when words are pasted
        ("fa", "It goes", "می¬رود", ["signs"]),
        ("tr", "A city", "Bir\u00ad şehir", ["signs"]),
        ("th", "A city", "เมือง\u200bหนึ่ง", ["signs"]),
        ("id", "A city", "Kota\ufffc satu\u2060", ["signs"]),
        ("ar", "A city", "ﻣﺪﻳﻨﺔ", ["signs"]),
        ("ur", "A city", "ﺷﮩﺮ", ["signs"]),
        ("fa", "A city", "ﺷﻬﺮ", ["letters"]),
        ("id", "A figure", "Graﬁk", ["signs"]),
        ("th", "A city", "เม\uf70aือง", ["signs"]),
        ("ru", "A city", "город \U000f0041", ["signs"]),
        ("zh-hans", "A mountain", "⼭", ["signs"]),
        ("zh-hans", "The west", "⻄", ["signs"]),
        ("ja", "A name", "\u9f8d\uf9c4", ["signs"]),
        ("zh-hans", "A line", "一\u2028行", ["signs"]),
        ("tr", "It is ¬ so\u200b", "Öyle ¬ değil\u200b", []),
        # what belongs there
        ("fa", "He said", "گفت ﷺ ﴿آیه﴾ ۱۰۰ ﷼", []),
        ("hi", "A letter", "क्\u200dष क्\u200cष", []),
        ("ar", "A name", "\u200fاسم\u200e \u061c", []),
        ("ja", "A name", "山﨑", []),
        ("ko", "A city", "도시 ❤\ufe0f", []),
    ],
)
def test_findings(language, source, target, found):
    assert codes(source, target, language) == found


def test_an_error_stands_first_and_says_what_is_wrong():
    first, second = check("5 cities %s", "شهرها", "fa")
    assert (first.code, first.severity, "%s" in first.message) == ("placeholder", "error", True)
    assert (second.code, second.severity, "5" in second.message) == ("number", "warning", True)


def test_what_a_field_cannot_hold_is_an_error():
    (finding,) = check("Parks", "Taman kota", "id", max_length=8)
    assert (finding.code, finding.severity) == ("length", "error")
    assert codes("Parks", "Taman", "id", max_length=8) == []


def test_terms_of_the_glossary():
    said = {"words": "دبیرخانه", "forms": "دبیرخانهٔ\nدبیرخانه‌ها"}
    terms = Terms([Term(locale=Locale(language_code="fa"), term="secretariat", **said)])
    assert codes("The secretariat met.", "دفتر گرد آمد.", "fa", terms=terms) == ["term"]
    assert codes("The Secretariat met.", "دبیرخانه گرد آمد.", "fa", terms=terms) == []
    assert codes("The secretariats met.", "دفترها گرد آمدند.", "fa", terms=terms) == ["term"]


@pytest.mark.parametrize("language", languages())
def test_the_forums_own_content_gives_few_warnings_and_no_error(language):
    """So that a translator trusts them: what is sound is not complained of, but for numbers written as words."""
    entries = polib.pofile(str(catalogue_path(language)))
    found = [finding for entry in entries for finding in check(entry.msgid, entry.msgstr, language)]
    assert [finding for finding in found if finding.severity == "error"] == []
    assert len([finding for finding in found if finding.code not in ("same", "length")]) < 0.06 * len(entries)


@pytest.mark.parametrize("language", languages())
def test_every_segment_comes_back_as_it_was(language):
    for entry in polib.pofile(str(catalogue_path(language))):
        for html in (entry.msgid, entry.msgstr):
            assert "<" not in re.sub(r"<br/?>", "", to_text(html, entry.msgid))
            assert normal(to_html(to_text(html, entry.msgid), entry.msgid)) == normal(html)


def normal(html: str) -> str:
    from amf_site.translation.patches.sanitise_translations import clean_segment

    return clean_segment(html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("⟨1⟩⟨2⟩plan⟨/2⟩⟨/1⟩ın 12. sayfası", '<a id="a1"><b>plan</b></a>ın 12. sayfası'),
        ("⟨2⟩برنامه⟨/2⟩ ⟨1⟩اینجا⟨/1⟩", '<b>برنامه</b> <a id="a1">اینجا</a>'),
        ("⟨۱⟩⟨۲⟩برنامه⟨/۲⟩⟨/۱⟩", '<a id="a1"><b>برنامه</b></a>'),
        ("⟨1⟩⟨2⟩a⟨/2⟩⟨/1⟩ < 3 & <script>", '<a id="a1"><b>a</b></a> &lt; 3 &amp; &lt;script&gt;'),
    ],
)
def test_marks_may_move(text, html):
    assert to_html(text, LINK) == html


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("plan", "Mark 1 (link) is missing."),
        ("⟨1⟩plan⟨/1⟩", "Mark 2 (bold) is missing."),
        ("⟨1⟩⟨2⟩plan⟨/1⟩⟨/2⟩", "Mark 1 ends where it is not open."),
        ("⟨1⟩⟨2⟩plan⟨/2⟩", "Mark 1 has no end."),
        ("⟨1⟩⟨2⟩plan⟨/2⟩⟨/1⟩⟨3⟩x⟨/3⟩", "The source has no mark 3."),
        ("⟨1⟩⟨2⟩plan⟨/2⟩⟨/1⟩ ⟨1", "A mark is broken: ⟨1"),
        ("⟨/1⟩⟨1⟩⟨2⟩plan⟨/2⟩", "Mark 1 ends where it is not open."),
    ],
)
def test_marks_cannot_be_lost_or_broken(text, complaint):
    with pytest.raises(MarkError) as refused:
        to_html(text, LINK)
    assert str(refused.value) == complaint


def test_lines_are_kept_where_the_source_has_some():
    assert to_html("یک\nدو", "One<br>two") == "یک<br>دو"
    assert to_text("یک<br>دو", "One<br>two") == "یک\nدو"
    assert to_html("یک\nدو", "One two") == "یک دو"


def test_words_are_shown_without_becoming_html():
    assert "&lt;script&gt;" in shown("&lt;script&gt;<b>x</b>")
    assert "<script" not in shown("<script>alert(1)</script>")


def test_difference_word_by_word():
    assert list(changes("Seven old cities met.", "Eight cities met.")) == [
        ("removed", "Seven old"),
        ("added", "Eight"),
        ("same", " cities met."),
    ]
