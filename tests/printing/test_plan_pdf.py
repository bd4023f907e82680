"""The plan as a file: its tags and bookmarks, and that it is made of little as of much."""

import io

import pikepdf
import pytest

from amf_site.printing.typesetting import typeset
from pages.plain_text import lines_of
from tests.printing.accessibility import findings

from .hearing import spoken, tags_of, text_of
from .words import plan_words


@pytest.fixture(scope="module", params=["en", "fa"])
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def made(language) -> bytes:
    return typeset("plan.typ", plan_words(language), language)


@pytest.fixture
def pdf(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        yield document


def test_it_is_tagged_as_what_it_is(made, language):
    words, tags = plan_words(language), tags_of(made)
    goal = words["goals"][0]

    assert tags["Title"] == 1
    assert tags["H1"] == 5
    assert tags["H2"] == 2 + len(words["goals"]) + len(words["values"])
    assert tags["H3"] == 1
    assert tags["L"] == 3
    assert tags["LI"] == len(words["grounds"]) + len(words["aims"]) + len(goal["actions"])
    assert tags["TOCI"] == 4 + 2 + len(words["goals"]) + len(words["values"])
    assert tags["Table"] == 1
    assert tags["TH"] == 4
    assert tags["TD"] == 4 * len(goal["indicators"])


def test_its_bookmarks_are_its_headings_numbered_in_the_digits_of_the_language(pdf, language):
    words, one = plan_words(language), {"en": "1", "fa": "۱"}[language]
    labels = words["labels"]
    with pdf.open_outline() as outline:
        bookmarks = {entry.title: [child.title for child in entry.children] for entry in outline.root}

    assert list(bookmarks) == [labels["mission"], labels["vision"], labels["goals"], labels["values"]]
    assert bookmarks[labels["goals"]][0] == f"{one} {words['goals'][0]['title']}"
    assert len(bookmarks[labels["goals"]]) == len(words["goals"])
    assert bookmarks[labels["values"]][0] == f"{one} {words['values'][0]['title']}"


def test_the_address_of_the_page_is_a_link(pdf, language):
    links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]

    assert [str(link.A.URI) for link in links] == [plan_words(language)["address"]]


def test_the_words_can_be_searched_by_pdfium(made, language):
    text = text_of(made).replace("\u200c", "")
    searched = {
        "en": ["Integration for a Better Life", "2026–2030 · 28 November 2025", "efficient offices, first-rate"],
        "fa": ["۷ آذر ۱۴۰۴", "قارهای کهن و پهناور", "تقویت همکاری میان شهرهای عضو"],
    }[language]

    assert [words for words in searched if words not in text] == []
    assert language != "fa" or not set("0123456789") & set(text)


def test_a_plan_with_little_in_it_is_still_made():
    nothing = {"period": "", "date": "", "published_on": "", "forum": "", "motto": "", "mission_intro": ""}
    words = plan_words("en") | nothing | {"grounds": [], "aims": [], "vision": ["Soon."], "goals": [], "values": []}
    del words["edition"], words["address"]
    del words["labels"]["actions"], words["labels"]["latest"]
    made = typeset("plan.typ", words, "en")

    assert "Soon." in spoken(made)
    assert findings(made) == []


def test_a_plan_with_much_in_it_is_read_to_its_end():
    words = plan_words("fa")
    goal = words["goals"][0]
    row = goal["indicators"][0] | {"share": None}
    full = goal | {"actions": goal["actions"] * 12, "indicators": [row | {"share": n / 9} for n in range(12)] + [row]}
    words |= {"goals": [full] * 12, "vision": words["vision"] * 9, "values": words["values"] * 8}
    made = typeset("plan.typ", words, "fa")
    said = spoken(made)

    assert findings(made) == []
    assert said.count(goal["actions"][1]) == 12 * 12
    assert said.count(row["label"]) == 12 * 13
    assert said[-1] == words["values"][-1]["text"]


def test_an_address_that_is_none_is_no_link():
    made = typeset("plan.typ", plan_words("en") | {"address": "javascript:alert(1)"}, "en")

    assert "javascript:alert(1)" in spoken(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert not [note for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]


def test_rich_text_becomes_plain_paragraphs():
    rich = '<p data-block-key="a"><b>Asia</b> for\n citizens &amp; cities.</p><p></p><ul><li>One</li><li>Two</li></ul>'

    assert lines_of(rich) == ["Asia for citizens & cities.", "One", "Two"]
