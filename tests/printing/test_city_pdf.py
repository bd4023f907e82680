"""The profile of a city: one page, however much there is to say, and no sentence that is cut."""

import io

import pikepdf
import pypdfium2
import pytest

from amf_site.printing.typesetting import typeset
from tests.printing.accessibility import findings

from .hearing import descriptions_of, spoken, tags_of
from .words import city_words, picture, plan_words

SENTENCE = "For centuries the roads between east and west met in this city, and it prospered. "


def profile(language: str = "en", **changed) -> bytes:
    words = city_words(language) | changed
    made = typeset("city.typ", words, language, {"picture.jpg": picture()} if words["picture"] else None)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
    assert findings(made) == []
    return made


def test_it_is_tagged_as_what_it_is():
    tags = tags_of(profile())

    assert tags["Figure"] == 1
    assert tags["H1"] == 1
    assert tags["H2"] == 3
    assert tags["Table"] == 1
    assert tags["TH"] == 1
    assert tags["L"] == 2


def test_the_picture_says_what_it_shows():
    assert descriptions_of(profile()) == [city_words("en")["picture"]["alt"]]


def test_the_native_name_has_its_own_language():
    with pikepdf.open(io.BytesIO(profile())) as pdf:
        languages = {str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item}

    assert languages == {"en", "fa"}


@pytest.mark.parametrize("language", ["en", "fa", "ja", "th"])
def test_with_almost_nothing_it_is_a_page_still(language):
    empty = {"picture": None, "native_name": "", "country": "", "story": [], "facts": [], "landmarks": []}
    made = profile(language, partnerships=[], projects=[], address="", published_on="", date="", **empty)

    assert spoken(made)[:2] == [city_words(language)["title"], city_words(language)["summary"]]


@pytest.mark.parametrize("paragraphs", [4, 12, 40])
def test_a_long_story_ends_with_a_whole_paragraph(paragraphs):
    story = [f"{number}. " + SENTENCE.strip() + f" So ends {number}." for number in range(paragraphs)]
    said = spoken(profile(story=story))
    told = [text for text in said if "So ends" in text]

    assert told == story[: len(told)]
    assert len(told) >= 4
    assert said[-1] == city_words("en")["address"]


def test_one_endless_paragraph_is_left_out_whole():
    said = spoken(profile(story=[SENTENCE * 200], summary=SENTENCE * 3))

    assert not [text for text in said if SENTENCE * 4 in text]
    assert (SENTENCE * 3).strip() in said
    assert city_words("en")["landmarks"][0]["text"] in said


@pytest.mark.parametrize(("language", "letters"), [("en", "Llanfair"), ("ru", "я"), ("hi", "नगर")])
def test_a_word_without_end_stays_on_the_page(language, letters):
    word = letters * 800
    made = profile(language, picture=None, story=[f"a {word} b"], summary=letters * 20, projects=[letters * 30])
    document = pypdfium2.PdfDocument(made)
    try:
        (page,) = document
        text, (width, _height) = page.get_textpage(), page.get_size()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
    finally:
        document.close()

    assert [box for box in boxes if box[0] < 0 or box[2] > width] == []
    assert letters * 20 in spoken(made)


@pytest.mark.parametrize("language", ["en", "fa", "zh-hans", "bn"])
def test_too_much_of_everything_is_one_page(language):
    words, plan = city_words(language), plan_words(language)
    long = " ".join([*plan["vision"], *plan["grounds"]] * 3)
    made = profile(
        language,
        title=words["title"] * 12,
        native_name=words["native_name"] * 9,
        summary=long,
        story=[long] * 20,
        facts=words["facts"] * 20,
        landmarks=[words["landmarks"][0] | {"text": long}] * 30,
        partnerships=[long] * 50,
        projects=[long] * 50,
    )

    assert spoken(made)[-1] == words["address"]


def test_a_wide_short_text_gets_larger_type_and_a_long_one_smaller():
    def largest_run(made: bytes) -> float:
        sizes: dict[float, int] = {}
        with pikepdf.open(io.BytesIO(made)) as pdf:
            for step in pikepdf.parse_content_stream(pdf.pages[0]):
                if str(step.operator) == "Tf":
                    size = round(float(step.operands[1]), 1)
                    sizes[size] = sizes.get(size, 0) + 1
        return max(sizes, key=lambda size: sizes[size])

    assert largest_run(profile(story=[SENTENCE] * 2)) > largest_run(profile(story=[SENTENCE * 3] * 9))


def test_a_source_without_a_name_in_the_language_is_told_in_its_own():
    fact = {"label": "مساحت", "value": "۷۷", "note": "۱۳۹۸", "foreign_note": "Bureau of palms"}
    made = profile("fa", facts=[fact])
    assert any("Bureau of palms" in text for text in spoken(made))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        languages = {str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item}
    assert "en" in languages
