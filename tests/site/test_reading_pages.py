"""What readers find on a page: all cities from the landing page, one lit entry, no picture twice, help in search."""

import re

import pytest
from django.core.cache import cache

from amf_site.demo.builders import page_of
from members.models import CityPage
from pages.models.navigation import SiteNavigation
from tests.reading import Reader

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "who-we-are/",
    "who-we-are/about/",
    "who-we-are/governance/",
    "who-we-are/strategic-plan/",
    "members/",
    "members/partnerships/",
    "members/projects/",
    "members/data/",
    "members/tabriz/",
    "members/isfahan/",
    "members/tehran/",
    "members/tabriz/bazaar-rehabilitation/",
    "language-policy/",
    "events/",
    "events/general-assembly-bangkok-2012/",
    "who-we-are/general-assemblies/",
]


def read(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


class TestLandingPage:
    def test_all_cities_are_one_link_away_and_on_the_map(self, client):
        html = read(client, "/en/")
        assert re.search(r'<a class="button" href="/en/members/">See all 22 member cities', html)
        (drawn,) = re.findall(r'<figure class="city-map.*?</figure>', html, re.DOTALL)
        dots = set(re.findall(r'<a href="(/en/members/[^"]+)"', drawn))
        assert dots == {f"/en/members/{page.slug}/" for page in CityPage.objects.filter(locale__language_code="en")}

    def test_their_number_is_that_of_the_records(self, client):
        page_of("zahedan").unpublish()
        cache.clear()
        html = read(client, "/en/")
        assert "See all 21 member cities" in html
        assert "/en/members/zahedan/" not in html

    def test_their_number_is_said_in_the_digits_of_the_language(self, client):
        assert "دیدن هر ۲۲ شهر عضو" in read(client, "/fa/")

    def test_it_has_no_map_before_there_are_cities(self, client):
        """The featured cities go with their profiles, and nothing is left that speaks of them."""
        for page in CityPage.objects.filter(locale__language_code="en"):
            page.unpublish()
        cache.clear()
        html = read(client, "/en/")
        assert "city-map" not in html
        assert "member cities</a>" not in html

    def test_more_cities_than_a_map_names(self, client, monkeypatch):
        """They are counted, and not drawn."""
        for module in ("members.overview", "members.models.profile"):
            monkeypatch.setattr(f"{module}.MOST_NAMES", 10)
        html = read(client, "/en/")
        assert "See all 22 member cities" in html
        assert "city-map" not in html


@pytest.mark.parametrize(
    ("address", "lit"),
    [
        ("who-we-are/", "who-we-are/"),
        ("who-we-are/about/", "who-we-are/"),
        ("who-we-are/strategic-plan/", "who-we-are/strategic-plan/"),
        ("members/", "members/"),
        ("members/tabriz/bazaar-rehabilitation/", "members/"),
        ("language-policy/", None),
        ("", None),
        ("search/", "search/"),
    ],
)
@pytest.mark.parametrize("code", ["en", "fa"])
def test_one_entry_of_the_menu_is_lit(client, code, address, lit):
    """The plan stands in the menu and below another entry of it; it is one place all the same."""
    menu = re.search(r'<ul class="menu__list".*?</ul>', read(client, f"/{code}/{address}"), re.DOTALL)[0]
    current = re.findall(r'href="([^"]+)"[^>]*aria-current', menu)
    assert current == ([f"/{code}/{lit}"] if lit else [])


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("address", PAGES)
def test_no_picture_stands_twice_on_a_page(client, code, address):
    """Not the first landmark below the same picture at the head, nor a card below the slideshow."""
    main = re.search(r"<main.*?</main>", read(client, f"/{code}/{address}"), re.DOTALL)[0]
    sources = re.findall(r'<img[^>]* src="(/[^"]+)"', main)
    pictures = [re.sub(r"\.[^/]*$", "", source.rsplit("/", 1)[-1]) for source in sources if "/static/" not in source]
    assert len(pictures) == len(set(pictures)), pictures


def test_a_landmark_whose_picture_heads_the_page_keeps_its_words(client):
    html = read(client, "/en/members/tabriz/")
    assert html.count("Municipality building") >= 1
    assert "landmark--words" in html


def test_a_project_with_the_picture_of_its_city(client):
    """Its card on the city's profile does not repeat it; its own page shows it."""
    project, city = page_of("tabriz-bazaar-rehabilitation").specific, page_of("tabriz").specific
    project.picture = city.picture
    project.save_revision().publish()
    main = re.search(r"<main.*?</main>", read(client, "/en/members/tabriz/"), re.DOTALL)[0]
    assert "card--picture" not in re.search(r'id="projects-title".*?</ul>', main, re.DOTALL)[0]
    assert '<figure class="page-picture">' in read(client, "/en/members/tabriz/bazaar-rehabilitation/")


class TestSearchHelp:
    @pytest.mark.parametrize("query", ["email", "contact", "how to join", "phone number", "Atlantis", ""])
    def test_pages_and_the_contact_are_offered(self, client, query):
        """Also beside answers: a word within a word is an answer, but not what was sought."""
        html = read(client, f"/en/search/?q={query}")
        aside = re.search(r'<aside class="search-help".*?</aside>', html, re.DOTALL)[0]
        links = Reader(aside).links
        assert {"/en/who-we-are/", "/en/members/", "/en/who-we-are/about/"} <= set(links)
        assert "Permanent secretariat, Tehran" in aside

    def test_the_forums_addresses_are_said_once_they_are_known(self, client):
        record = SiteNavigation.objects.get(locale__language_code="fa")
        record.email, record.telephone = "office@example.org", "+98 21 5555"
        record.save_revision().publish()
        cache.clear()
        aside = re.search(r'<aside class="search-help".*?</aside>', read(client, "/fa/search/?q=ایمیل"), re.DOTALL)[0]
        assert {"mailto:office@example.org", "tel:+98215555"} <= set(Reader(aside).links)

    def test_nothing_is_said_of_a_contact_that_is_not_known(self, client):
        SiteNavigation.objects.update(address="", email="", telephone="")
        cache.clear()
        aside = re.search(r'<aside class="search-help".*?</aside>', read(client, "/en/search/?q=x"), re.DOTALL)[0]
        assert "<h3" not in aside
        assert "mailto:" not in aside


@pytest.mark.parametrize("code", ["en", "fa"])
def test_each_goal_has_a_link_to_itself_by_its_name(client, code):
    html = read(client, f"/{code}/who-we-are/strategic-plan/")
    goals = re.findall(r'<li class="goal[^>]*id="([^"]+)"', html)
    assert len(goals) == 6
    for goal in goals:
        (link,) = re.findall(rf'<a class="onward" id="{goal}-share" href="([^"]+)" aria-labelledby="([^"]+)"', html)
        assert link == (f"/{code}/who-we-are/strategic-plan/2026/#{goal}", f"{goal}-share {goal}-title")
        assert f'id="{goal}"' in read(client, link[0].split("#")[0])
