"""Nothing of another language stands on a live page: what has no words in it is left out, or marked as foreign."""

import html
import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Locale

from amf_site.addresses import page_path
from amf_site.cldr.formats import format_number
from amf_site.demo.builders import page_of
from amf_site.demo.content import PAGES
from amf_site.demo.editor import NAME
from amf_site.visibility.pages import listed_pages
from members.models import (
    City,
    CityFigure,
    ForumTitle,
    HeldTitle,
    MembershipCategory,
    Partnership,
    ProjectResult,
    Theme,
)
from members.pdf import city_words
from pages.models import Source
from strategy.models import Indicator
from strategy.pdf import plan_words
from tests.reading import Reader, body_of

pytestmark = pytest.mark.django_db

#: Words that no other language has: they may stand on English pages alone.
SUBJECT, THEME, MEMBERSHIP, TITLE, LABEL = "Palm groves", "Palm theme", "Palm member", "Palm capital", "Palms planted"
#: A figure without a source is no figure: the name of its source is shown everywhere, as what it is.
SOURCE = "Bureau of palms"
#: Nobody but editors may see these.
DRAFTS = ("Drafted bureau", "Drafted theme", "Drafted capital", "Drafted groves", "https://draft.example/")
OWN = (SUBJECT, THEME, MEMBERSHIP, TITLE, LABEL)


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture(autouse=True)
def records(english) -> City:
    """What an editor has entered a minute ago, in English, on a city, its project, its partnership and the plan."""
    new = {"locale": english}
    source = Source.objects.create(name=SOURCE, **new)
    draft = Source.objects.create(name=DRAFTS[0], url=DRAFTS[4], live=False, **new)
    themes = [
        Theme.objects.create(name=THEME, slug="palm", **new),
        Theme.objects.create(name=DRAFTS[1], slug="drafted", live=False, **new),
    ]
    titles = [
        ForumTitle.objects.create(name=TITLE, slug="palm", **new),
        ForumTitle.objects.create(name=DRAFTS[2], slug="drafted", live=False, **new),
    ]
    city = City.objects.get(name="Tabriz")
    city.membership = MembershipCategory.objects.create(name=MEMBERSHIP, slug="palm", **new)
    city.themes.add(*themes)
    city.figures = [
        *city.figures.all(),
        CityFigure(kind="area", value=77, year=2019, source=source),
        CityFigure(kind="elevation", value=78, year=2018, source=draft),
    ]
    city.titles = [HeldTitle(title=title, year=2020, source=source) for title in titles]
    city.save()
    other = City.objects.get(name="Semnan")
    for since, subject, live, cited in (
        (2019, SUBJECT, True, source),
        (2018, "", True, draft),
        (2017, DRAFTS[3], False, source),
    ):
        Partnership.objects.create(
            first=city, second=other, kind="exchange", since=since, subject=subject, source=cited, live=live, **new
        )
    facts = {"baseline": 1, "baseline_year": 2020, "target": 9, "target_year": 2030}
    goal = page_of("plan-2026").specific.goals.first()
    Indicator.objects.create(goal=goal, label=LABEL, source=source, **facts, **new)
    for page in listed_pages().filter(slug="bazaar-rehabilitation"):
        project = page.specific
        project.themes.add(*themes)
        project.save()
    ProjectResult.objects.filter(page__slug="bazaar-rehabilitation", sort_order=0).update(source=source)
    return city


def pages_in(client: Client, code: str) -> dict[str, str]:
    addresses = [page_path(page, code) for page in listed_pages().filter(locale__language_code=code, depth__gt=1)]
    assert len(addresses) == len(PAGES) - 1
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.parametrize("code", ["fa", "ja"])
def test_a_crawl_meets_no_word_of_another_language(client, code):
    foreign = 0
    for address, page in pages_in(client, code).items():
        assert [words for words in (*OWN, *DRAFTS) if words in page] == [], address
        assert SOURCE not in Reader(page).own_text, address
        foreign += page.count(f'<bdi lang="en" dir="ltr">{SOURCE}</bdi>')
        assert page.count(SOURCE) == page.count(f'<bdi lang="en" dir="ltr">{SOURCE}</bdi>'), address
    # On the profile, on the project and, for the partnership, on both profiles and in the list.
    assert foreign == 5


def test_english_readers_see_all_but_drafts(client):
    pages = pages_in(client, "en")
    for words in (*OWN, SOURCE):
        assert any(words in page for page in pages.values()), words
    for words in DRAFTS:
        assert [address for address, page in pages.items() if words in page] == [], words


@pytest.mark.parametrize("code", ["fa", "ja"])
def test_a_figure_whose_source_is_a_draft_is_shown_without_it(client, code):
    page = html.unescape(client.get(f"/{code}/members/tabriz/").content.decode())
    assert format_number(78, code) in page
    assert format_number(2018, code, grouping=False) in page


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
@pytest.mark.parametrize("subject", ["members", "partnerships", "projects"])
def test_data_files_say_whose_language_a_source_is_in(client, code, subject):
    base = f"/{code}/members/data/{subject}"
    for form in ("csv", "geojson", "json"):
        response = client.get(f"{base}/{form}/")
        assert response.status_code == 200
        said = body_of(response).decode()
        assert [words for words in DRAFTS if words in said] == []
        assert code == "en" or [words for words in OWN if words in said] == []
        assert SOURCE in said
    for record in json.loads(said)["records"]:
        for cited in (record, *record.get("figures", ()), *record.get("results", ())):
            if cited.get("source") == SOURCE:
                assert cited["source_language"] == (None if code == "en" else "en")


@pytest.mark.parametrize("code", ["fa", "ja"])
def test_the_filters_offer_nothing_that_has_no_name(client, code):
    for address in (f"/{code}/members/", f"/{code}/members/projects/"):
        assert "palm" not in client.get(address).content.decode()
        assert client.get(address, {"theme": "palm"}).status_code == 200


@pytest.mark.parametrize("code", ["fa", "ja"])
def test_files_say_it_too(code):
    tabriz, plan = (
        page_of(name).get_translation(Locale.objects.get(language_code=code)).specific
        for name in ("tabriz", "plan-2026")
    )
    facts = city_words(tabriz)["facts"]
    assert [fact["foreign_note"] for fact in facts if fact["foreign_note"]] == [SOURCE]
    assert not any(words in str((facts, plan_words(plan))) for words in (*DRAFTS, LABEL))


def test_the_board_lists_them_as_missing(client):
    client.force_login(get_user_model().objects.get(username=NAME), "django.contrib.auth.backends.ModelBackend")
    partnership = str(Partnership.objects.get(subject=SUBJECT))
    for name in (SOURCE, THEME, MEMBERSHIP, TITLE, LABEL, partnership):
        board = html.unescape(client.get("/admin/translations/", {"q": name}).content.decode())
        assert f">{name}, Persian: Missing<" in board
        assert f">{name}, Japanese: Missing<" in board
