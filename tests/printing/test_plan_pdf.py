"""The plan as a file: what makes it an accessible PDF, and that no word of it is read as markup."""

import io
from collections import Counter

import pikepdf
import pypdfium2
import pytest
from amf_site.demo.plan_pdf import plain_paragraphs, plan_pdf

SIZE_LIMIT = 400_000

ENGLISH = {
    "title": "Strategic plan",
    "forum": "Asian Mayors Forum",
    "motto": "Asia for Citizens: Integration for a Better Life",
    "period": "2026–2030",
    "date": "28 November 2025",
    "published_on": "2025-11-28",
    "labels": {
        "contents": "Contents",
        "mission": "Mission",
        "grounds": "What it rests on",
        "aims": "What mayors seek",
        "vision": "Vision",
        "goals": "Goals",
        "values": "Organisational values",
    },
    "grounds": ["The capacities of Asia.", "The role of cities in urban diplomacy."],
    "mission_intro": "Mayors come together in the Forum to:",
    "aims": ["Build a network of mayors.", "Learn from one another."],
    "vision": ["Asia for Citizens.", "The Forum looks towards an Asia whose cities draw closer."],
    "goals": [{"title": f"Goal of {word}", "text": f"It is about {word}."} for word in ("roads", "water", "air")],
    "values": [{"title": f"Value of {word}", "text": f"We care for {word}."} for word in ("peace", "trust", "trees")],
}
PERSIAN = {
    "title": "برنامهٔ راهبردی",
    "forum": "مجمع شهرداران آسیایی",
    "motto": "آسیا برای شهروندان، همگرایی برای زندگی بهتر",
    "period": "",
    "date": "۷ آذر ۱۴۰۴",
    "published_on": "2025-11-28",
    "labels": {
        "contents": "فهرست",
        "mission": "مأموریت",
        "grounds": "پشتوانه‌ها",
        "aims": "خواسته‌ها",
        "vision": "چشم‌انداز",
        "goals": "هدف‌ها",
        "values": "ارزش‌های سازمانی",
    },
    "grounds": ["ظرفیت‌های آسیا: قاره‌ای کهن و پهناور.", "تاریخ و تمدن مشترک."],
    "mission_intro": "شهرداران در مجمع گرد هم می‌آیند تا:",
    "aims": ["شبکه‌ای فعال از شهرداران بسازند.", "از یکدیگر بیاموزند."],
    "vision": ["آسیا برای شهروندان.", "شهرها به هم نزدیک‌تر می‌شوند."],
    "goals": [{"title": "شهرهای نزدیک‌تر", "text": "تقویت همکاری."}, {"title": "صدای رسا", "text": "توسعهٔ نشان."}],
    "values": [{"title": "گوناگونی", "text": "گوناگونی شهروندان."}, {"title": "دانش مشترک", "text": "دانش و تجربه."}],
}
PLANS = {"en": ENGLISH, "fa": PERSIAN}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {language: plan_pdf(words, language) for language, words in PLANS.items()}


@pytest.fixture(params=PLANS)
def language(request) -> str:
    return request.param


@pytest.fixture
def pdf(made, language):
    with pikepdf.open(io.BytesIO(made[language])) as document:
        yield document


def text_of(content: bytes) -> str:
    """All the text of a PDF as a reader would search it, its lines joined."""
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def tags_of(pdf: pikepdf.Pdf) -> Counter:
    """How often each tag stands in the document's structure."""
    found: Counter = Counter()
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S).removeprefix("/")] += 1
            if "/K" in node:
                waiting.append(node.K)
    return found


def test_it_names_its_language_direction_and_title(pdf, language):
    viewer = pdf.Root.ViewerPreferences

    assert pdf.Root.Lang == language
    assert viewer.Direction == {"en": "/L2R", "fa": "/R2L"}[language]
    assert viewer.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == f"{PLANS[language]['title']} · {PLANS[language]['forum']}"


def test_it_claims_pdf_ua_and_is_tagged(pdf, language):
    words, tags = PLANS[language], tags_of(pdf)

    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert tags["Title"] == 1
    assert tags["H1"] == 5
    assert tags["H2"] == 2 + len(words["goals"]) + len(words["values"])
    assert tags["L"] == 2
    assert tags["LI"] == len(words["grounds"]) + len(words["aims"])
    assert tags["TOCI"] == 4 + 2 + len(words["goals"]) + len(words["values"])


def test_its_bookmarks_are_its_headings_numbered_in_the_digits_of_the_language(pdf, language):
    labels, one = PLANS[language]["labels"], {"en": "1", "fa": "۱"}[language]
    with pdf.open_outline() as outline:
        bookmarks = {entry.title: [child.title for child in entry.children] for entry in outline.root}

    assert list(bookmarks) == [labels["mission"], labels["vision"], labels["goals"], labels["values"]]
    assert bookmarks[labels["goals"]][0] == f"{one} {PLANS[language]['goals'][0]['title']}"
    assert bookmarks[labels["values"]][0] == f"{one} {PLANS[language]['values'][0]['title']}"


def test_nothing_in_it_runs(pdf):
    keys = {
        key
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream)
        for key in item.keys()  # noqa: SIM118 (a stream's own iteration is not its keys)
    }
    root = set(pdf.Root.keys())

    assert not keys & {"/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles"}
    assert not root & {"/OpenAction", "/AcroForm"}


def test_it_is_small_and_has_a_few_pages(made, pdf, language):
    assert len(made[language]) <= SIZE_LIMIT
    assert len(pdf.pages) == 6


def test_the_same_words_give_the_same_file(made, language):
    assert plan_pdf(PLANS[language], language) == made[language]


def test_its_fonts_are_the_forums_own(pdf):
    names = {str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item}

    assert names
    assert all("Vazirmatn" in name for name in names)


def test_the_words_of_the_english_plan_can_be_searched(made):
    text = text_of(made["en"])

    assert "Integration for a Better Life" in text
    assert "2026–2030 · 28 November 2025" in text
    assert "Goal of roads" in text
    assert "We care for trees." in text


def test_the_words_of_the_persian_plan_can_be_searched(made):
    text = text_of(made["fa"]).replace("\u200c", "")

    assert "۷ آذر ۱۴۰۴" in text
    assert "ظرفیت‌های آسیا: قاره‌ای کهن و پهناور.".replace("\u200c", "") in text
    assert "شهرها به هم نزدیک‌تر می‌شوند.".replace("\u200c", "") in text
    assert not set("0123456789") & set(text)


@pytest.mark.parametrize(
    "trick",
    [
        '#import "@preview/x:0.1.0": *',
        "*bold* _thin_ `code` $x$",
        "= Heading",
        '#read("plan.typ")',
        "<label> @ref // -- ~",
    ],
)
def test_markup_in_the_words_appears_as_it_is(trick):
    words = ENGLISH | {
        "title": trick,
        "motto": trick,
        "grounds": [trick],
        "vision": [trick],
        "goals": [{"title": trick, "text": trick}],
        "values": [{"title": trick, "text": trick}],
    }

    # Title, motto, five footers, ground, vision, title and text of a goal and a value, two lines of the contents.
    # A line may break within it.
    text = "".join(text_of(plan_pdf(words, "en")).split())
    assert text.count("".join(trick.split())) == 15


def test_a_plan_with_little_in_it_is_still_made():
    nothing = {"period": "", "date": "", "published_on": "", "forum": "", "motto": "", "mission_intro": ""}
    words = ENGLISH | nothing | {"grounds": [], "aims": [], "vision": ["Soon."], "goals": [], "values": []}

    assert "Soon." in text_of(plan_pdf(words, "en"))


def test_rich_text_becomes_plain_paragraphs():
    rich = '<p data-block-key="a"><b>Asia</b> for\n citizens &amp; cities.</p><p></p><ul><li>One</li><li>Two</li></ul>'

    assert plain_paragraphs(rich) == ["Asia for citizens & cities.", "One", "Two"]
