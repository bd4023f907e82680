"""How spreadsheets write tables, and what they lose: no more is taken for lost than is."""

import polib
import pytest

from amf_site.demo.content import catalogue_path, languages
from amf_site.spreadsheets import guarded, losses, unguarded
from amf_site.translation.segments.markup import plain


@pytest.mark.parametrize("text", ["plain", "'quoted'", "=1", "  =1", "-", "'", ""])
def test_a_guard_is_taken_away_again(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("??? ?????", ["??? ?????"]),
        ("Yazd ???", ["???"]),
        (" ?? ", [" ?? "]),
        ("a\ufffdb", ["\ufffd"]),
        *((error, [error]) for error in ("#REF!", "#NAME?", "#N/A", "#DIV/0!", "#VALUE!", "#####")),
        *((error, [error]) for error in ("#ССЫЛКА!", "#ДЕЛ/0!", "#Н/Д", "#SAYI/0!", "#AD?", "#BEZUG!", "#NV")),
        *((error, [error]) for error in ("#GETTING_DATA", "#SPILL!", "#NULL!", "#ЧИСЛО!", "Err:502")),
        ("1 + #REF! = 2", ["#REF!"]),
        *((number, [number]) for number in ("9.82E+11", "9,82E+11", "9.8E11", "1E-05", "۹٫۸۲E+۱۱")),
    ],
)
def test_what_is_lost_is_seen(text, lost):
    assert [words for _kind, words in losses(text)] == lost


ARABIC, RUSSIAN = ["تهران", "کتابخانهٔ ملی", "شہر"], ["Ташкент", "Россия", "Душанбе"]
OTHERS = ["กรุงเทพ", "दिल्ली", "東京", "서울", "Türkiye", "Kadıköy"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(("cp1252", text) for text in (*ARABIC, *RUSSIAN, *OTHERS)),
        *(("latin-1", text) for text in (*ARABIC, *RUSSIAN, *OTHERS)),
        *(("cp1256", text) for text in ARABIC),
        *(("cp1251", text) for text in RUSSIAN),
    ],
)
def test_a_file_that_was_opened_as_another_is_seen(code, text):
    """As Excel does with UTF-8 that does not say so."""
    shown = "".join(bytes([byte]).decode(code, "ignore") or chr(byte) for byte in text.encode())
    assert [kind for kind, _words in losses(f"Of {shown} here")][:1] == ["letters"]


@pytest.mark.parametrize("language", languages())
def test_no_word_of_any_language_is_taken_for_lost(language):
    for entry in polib.pofile(str(catalogue_path(language))):
        assert list(losses(plain(entry.msgstr))) == []


@pytest.mark.parametrize(
    "text",
    [
        *("Is it so?", "Really?!", "what ?? who", "https://example.org/?a=1&b=2", "چرا؟"),
        *("#tehran!", "#تهران!", "#AMF", "No. #1!", "C#", "# Heading", "###"),
        *("São Paulo", "Ñandú – «é»", "À l’été", "NÃO", "ÄÖÜ", "Århus", "سگ", "تک", "عکس", "ط ع", "Россия", "РС"),
        *("E10", "A4E10", "2E", "1.5", "E+11", "+98 21 123456"),
    ],
)
def test_what_only_looks_like_it_is_whole(text):
    assert list(losses(text)) == []
