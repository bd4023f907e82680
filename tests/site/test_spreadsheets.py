"""How spreadsheets write tables, and what they lose: no more is taken for lost than is."""

import pytest

from amf_site.spreadsheets import guarded, losses, unguarded


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
        ("1 + #REF! = 2", ["#REF!"]),
        *((number, [number]) for number in ("9.82E+11", "9,82E+11", "9.8E11", "1E-05", "۹٫۸۲E+۱۱")),
    ],
)
def test_what_is_lost_is_seen(text, lost):
    assert [words for _kind, words in losses(text)] == lost


@pytest.mark.parametrize(
    "text",
    [
        *("Is it so?", "Really?!", "what ?? who", "https://example.org/?a=1&b=2", "چرا؟"),
        *("#tehran!", "#تهران!", "#AMF", "No. #1!", "C#", "# Heading", "###"),
        *("E10", "A4E10", "2E", "1.5", "E+11", "+98 21 123456"),
    ],
)
def test_what_only_looks_like_it_is_whole(text):
    assert list(losses(text)) == []
