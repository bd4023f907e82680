"""A plan and a city in each of the fourteen languages: small, accessible, and read as they were written."""

import io
import re
import unicodedata

import pikepdf
import pytest

from amf_site.cldr.formats import format_number
from amf_site.languages import language as language_row
from amf_site.printing.typefaces import FIRST
from amf_site.printing.typesetting import typeset
from tests.printing.accessibility import findings

from .hearing import plain, spoken, squeezed, text_of
from .layouts import LAYOUTS, layout_of
from .words import CODES, city_words, picture, plan_words

EAST_ASIAN = {"zh-hans", "ja", "ko"}
SMALL, EAST_ASIAN_SMALL = 400_000, 1_500_000
DOT = " · "
#: What pdfium (and poppler and MuPDF) put one place off in Arabic script: lam-alif, harakat and hamza on a letter, and
#: brackets and full stops where Latin letters or numbers begin or end.
OUT_OF_PLACE = re.compile("ل[اأإآ]|[\u064b-\u0655\u0670]|[()]|[.]$|[0-9]")

pytestmark = pytest.mark.parametrize("code", CODES)


@pytest.fixture(scope="module")
def plans() -> dict[str, bytes]:
    """Every plan; made together, as after a change of the generator."""
    return {code: typeset("plan.typ", plan_words(code), code) for code in CODES}


@pytest.fixture(scope="module")
def cities() -> dict[str, bytes]:
    return {code: typeset("city.typ", city_words(code), code, {"picture.jpg": picture()}) for code in CODES}


@pytest.fixture
def both(plans, cities, code) -> dict[str, bytes]:
    return {"plan": plans[code], "city": cities[code]}


def test_the_checker_finds_nothing(both, code):
    assert {name: findings(content) for name, content in both.items()} == {"plan": [], "city": []}


def test_it_is_small(both, code):
    assert max(len(content) for content in both.values()) <= (EAST_ASIAN_SMALL if code in EAST_ASIAN else SMALL)


def test_it_names_its_language_direction_and_title(both, code):
    row = language_row(code)
    for name, words in (("plan", plan_words(code)), ("city", city_words(code))):
        with pikepdf.open(io.BytesIO(both[name])) as pdf, pdf.open_metadata() as metadata:
            assert str(pdf.Root.Lang).split("-")[0] == code.split("-")[0]
            assert pdf.Root.ViewerPreferences.Direction == ("/R2L" if row.is_rtl else "/L2R")
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert metadata["dc:title"] == f"{words['title']} · {words['forum']}"
            assert metadata["pdfuaid:part"] == "1"


def test_its_own_font_sets_it_and_every_font_is_ours(both, code):
    (family, *_) = [face for face in FIRST[language_row(code).script] if isinstance(face, str)]
    with pikepdf.open(io.BytesIO(both["plan"])) as pdf:
        names = {
            str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert any(family.replace(" ", "") in name for name in names)
    assert all("Vazirmatn" in name or "NotoSans" in name for name in names)


def expected_plan(words: dict, code: str) -> list[str]:
    """Every text of a plan in the order of its pages, without the contents."""

    def number(n: int) -> str:
        return format_number(n, code)

    labels = words["labels"]
    said = [labels["mission"], labels["grounds"], *words["grounds"], labels["aims"], words["mission_intro"]]
    for n, aim in enumerate(words["aims"], 1):
        said += [number(n), aim]
    said += [labels["vision"], *words["vision"], labels["goals"]]
    for n, goal in enumerate(words["goals"], 1):
        said += [f"{number(n)} {goal['title']}", goal["text"]]
        if goal.get("actions"):
            said += [labels["actions"], *goal["actions"]]
        if goal.get("indicators"):
            said += [labels[name] for name in ("indicators", "baseline", "latest", "target")]
        for row in goal.get("indicators", ()):
            said += [row["label"], row["unit"] + DOT + row["note"], row["baseline"], row["latest"], row["target"]]
    said.append(labels["values"])
    for n, value in enumerate(words["values"], 1):
        said += [f"{number(n)} {value['title']}", value["text"]]
    return [composed(text) for text in said]


def composed(text: str) -> str:
    return plain(unicodedata.normalize("NFC", text))


def test_the_plan_is_read_as_it_was_written(plans, code):
    words = plan_words(code)
    said = spoken(plans[code])
    body = expected_plan(words, code)
    front, back = said[: len(said) - len(body)], said[len(said) - len(body) :]

    assert back == body
    cover = [words["title"], words["motto"], words["forum"], words["period"] + DOT + words["date"]]
    assert front[:5] == [composed(text) for text in [*cover, words["labels"]["contents"]]]
    assert front[-2:] == [composed(words["edition"]), words["address"]]


def test_the_contents_name_every_heading_and_its_page_in_the_digits_of_the_language(plans, code):
    words = plan_words(code)
    labels, goals, values = words["labels"], words["goals"], words["values"]
    lines = [labels["mission"], labels["grounds"], labels["aims"], labels["vision"], labels["goals"]]
    lines += [f"{format_number(n, code)}{goal['title']}" for n, goal in enumerate(goals, 1)]
    lines += [labels["values"], *(f"{format_number(n, code)}{value['title']}" for n, value in enumerate(values, 1))]
    digits = {format_number(digit, code) for digit in range(10)}

    said = spoken(plans[code])[5:-2][: len(lines)]

    for line, text in zip(lines, said, strict=True):
        assert squeezed(text)[:-1] == squeezed(composed(line))
        assert text[-1] in digits


def test_the_city_is_read_as_it_was_written(cities, code):
    words = city_words(code)
    facts = [part for row in words["facts"] for part in (row["label"], row["value"], row["note"]) if part]
    landmarks = []
    for row in words["landmarks"]:
        native = row.get("native_name", "")
        landmarks += [row["name"] + (DOT + native if native not in ("", row["name"]) else ""), row["text"]]
    lists = [words["labels"]["partnerships"], *words["partnerships"], words["labels"]["projects"], *words["projects"]]
    names = [words["title"], words["native_name"], words["country"]]
    body = [
        words["summary"],
        *words["story"],
        words["labels"]["facts"],
        *facts,
        words["labels"]["landmarks"],
        *landmarks,
    ]
    foot = [words["forum"] + DOT + words["date"], words["address"]]
    wanted = [composed(text) for text in [*names, *body, *lists, *foot]]

    assert spoken(cities[code]) == wanted


def test_other_readers_find_the_words_on_the_pages(both, code):
    """pdfium, which knows nothing of the structure.

    Texts from left to right are found whole. Lines from right to left pdfium turns round itself: its words are found,
    but for those of ``OUT_OF_PLACE``.
    """
    found = squeezed(text_of(both["plan"]))
    texts = [text for text in expected_plan(plan_words(code), code) if language_row(code).is_rtl or not turns(text)]
    if language_row(code).is_rtl:
        texts = [word for text in texts for word in text.split() if not OUT_OF_PLACE.search(word)]

    missing = [text for text in texts if squeezed(text) not in found]
    assert len(missing) <= (len(texts) // 100 if language_row(code).is_rtl else 0), missing


def turns(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)


def test_the_pages_look_as_they_did(both, code):
    """Where every run of letters stands. After a change that was looked at: ``python -m tests.printing.layouts``."""
    assert {name: layout_of(content) for name, content in both.items()} == LAYOUTS[code]
