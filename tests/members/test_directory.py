"""The directory: every city is found in any script, filters combine, and nothing that is asked breaks it."""

import re
from urllib.parse import quote, urlencode

import icu
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.content import CITIES
from amf_site.demo.translations import make_public
from members.listings import PART
from members.models import City, CityPage
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def ask(client, code: str = "en", **query: str):
    return client.get(f"/{code}/members/", query)


def listed(response) -> list[str]:
    """The slugs of the cities on the page, in their order."""
    return [page.slug for page in response.context["listing"].part]


def links_to_cities(response) -> list[str]:
    """The same as a reader sees it: the links of the list."""
    html = response.content.decode().split("city-map")[0]
    return re.findall(r'card__title"><a href="/\w+/members/([\w-]+)/"', html)


def test_all_cities_of_the_forum_s_public_record_are_listed(client):
    assert len(CITIES) >= 22
    for code in ("en", "fa"):
        response = ask(client, code)
        assert sorted(listed(response)) == sorted(CITIES)
        assert links_to_cities(response) == listed(response)


def without_diacritics(name: str) -> str:
    """Thai vowel signs are letters, not diacritics."""
    return icu.Transliterator.createInstance("NFD; [[:Mn:]-[:Thai:]] Remove; NFC").transliterate(name)


@pytest.mark.parametrize("name", CITIES)
def test_each_city_is_found_by_all_its_names(client, name):
    english = page_of(name)
    persian = english.get_translation(Locale.objects.get(language_code="fa"))
    native = english.specific.city.native_name
    arabic_keyboard = persian.title.replace("ی", "ي").replace("ک", "ك")
    names = {english.title, english.title.upper(), persian.title, native, arabic_keyboard, without_diacritics(native)}
    for code in ("en", "fa"):
        for typed in names:
            assert name in listed(ask(client, code, q=typed)), typed


@pytest.mark.parametrize("typed", ["Tabriz", "تبریز", "تبريز", "Тебриз", "tebriz", "TÄBRIZ", "تَبريز", " tab  riz "])
def test_tabriz_in_any_script_and_spelling(client, typed):
    if " " in typed.strip():
        assert listed(ask(client, q=typed)) == ["tabriz"]
    assert "tabriz" in listed(ask(client, q=typed))


def test_a_name_that_an_editor_changes_is_found_at_once(client):
    city = City.objects.get(name="Tabriz")
    city.other_names += "\nTauris"
    city.save()
    assert listed(ask(client, q="tauris")) == ["tabriz"]
    assert "/fa/members/tabriz/" in Reader(client.get("/fa/search/", {"q": "Tauris"}).content.decode()).links
    page = page_of("tabriz").specific
    page.title = "Tabriz the Great"
    page.save_revision().publish()
    assert listed(ask(client, "fa", q="great")) == ["tabriz"]
    page.unpublish()
    assert listed(ask(client, "fa", q="great")) == []


def test_a_country_finds_its_cities_in_any_language(client):
    for typed in ("Türkiye", "ترکیه", "Турция"):
        assert set(listed(ask(client, q=typed))) == {"istanbul", "ankara", "gaziantep", "antalya"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"region": "034"}, {"tabriz", "isfahan", "tehran", "mashhad", "shiraz", "yazd"}),
        ({"country": "IQ"}, {"karbala", "baghdad"}),
        ({"membership": "affiliated"}, {"kazan"}),
        ({"theme": "environment"}, {"tabriz", "antalya"}),
        ({"theme": "environment", "country": "TR"}, {"antalya"}),
        ({"q": "ankara", "country": "TR"}, {"ankara"}),
        ({"q": "ankara", "country": "IR"}, set()),
    ],
)
def test_filters_combine(client, query, expected):
    found = set(listed(ask(client, **query)))
    assert found >= expected
    countries = dict(City.objects.values_list("name", "country"))
    if "country" in query:
        assert all(countries[page_of(slug).title] == query["country"] for slug in found)
    if not expected or len(query) > 1:
        assert found == expected


def test_choices_say_how_many_cities_they_lead_to(client):
    for code, digits in (("en", "(2)"), ("fa", "(۲)")):
        html = ask(client, code).content.decode()
        label = re.search(r'<option value="IQ"[^>]*>([^<]*)</option>', html)[1]
        assert label.endswith(digits)
    assert Reader(ask(client, "fa", country="IQ").content.decode()).own_text.count("۲") >= 1


def test_cities_stand_in_the_order_of_each_language_s_alphabet(client):
    for code in ("en", "fa"):
        titles = [page.title for page in ask(client, code).context["listing"].part]
        collator = icu.Collator.createInstance(icu.Locale.forLanguageTag(code))
        assert titles == sorted(titles, key=collator.getSortKey)
    assert titles != sorted(titles)


def test_chinese_cities_stand_in_the_order_of_pinyin(client):
    chinese = Locale.objects.create(language_code="zh-hans")
    make_public(["zh-hans"])
    page_of("home").copy_for_translation(chinese).save_revision().publish()
    page_of("members").copy_for_translation(chinese).save_revision().publish()
    for slug, title in (("tehran", "德黑兰"), ("bangkok", "曼谷"), ("ankara", "安卡拉"), ("haikou", "海口")):
        copy = page_of(slug).specific.copy_for_translation(chinese)
        copy.title = title
        copy.save_revision().publish()
    assert listed(ask(client, "zh-hans")) == ["ankara", "tehran", "haikou", "bangkok"]


def add_cities(count: int) -> None:
    directory = page_of("members")
    for number in range(count):
        city = City.objects.create(
            name=f"New {number:03}",
            native_name=f"نو {number}",
            native_language="fa",
            country="AF",
            sub_region="034",
            latitude=30,
            longitude=60,
        )
        directory.add_child(instance=CityPage(title=f"New {number:03}", slug=f"new-{number}", city=city))


def test_pages_of_the_list_keep_what_was_asked(client):
    add_cities(PART + 3)
    first = ask(client, country="AF")
    assert len(listed(first)) == PART
    links = [link.replace("&amp;", "&") for link in Reader(first.content.decode()).links if "page=2" in link]
    assert links
    assert all("country=AF" in link for link in links)
    second = client.get("/en/members/" + links[0] if links[0].startswith("?") else links[0])
    assert len(listed(second)) == 3
    assert not set(listed(first)) & set(listed(second))


def test_an_answer_costs_the_same_whatever_is_asked_and_however_many_cities_there_are(client):
    queries = [{}, {"q": "a"}, {"country": "IR", "theme": "environment"}, {"q": "new", "page": "2"}, {"q": "nothing"}]

    def costs() -> list[int]:
        from django.core.cache import cache

        counts = []
        for query in queries:
            ask(client, **query)
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                ask(client, **query)
            counts.append(len(asked))
        return counts

    before = costs()
    assert max(before) <= 15
    add_cities(PART * 2)
    assert max(costs()) <= max(before)


def test_nothing_found_is_said_with_a_way_out(client):
    for code in ("en", "fa"):
        reader = Reader(ask(client, code, q="Atlantis").content.decode())
        assert "Atlantis" in " ".join(reader.own_text.split()) or reader.named("input", value="Atlantis")
        assert f"/{code}/members/" in reader.links


HOSTILE = {
    "unknown parameter": "?nonsense=1&country[]=IR",
    "unknown choice": "?country=ZZ&region=999&theme=none&membership=%F0%9F%92%A9",
    "wrong types": "?page=minus&country=1&country=2&q=1&q=2",
    "page out of bounds": "?page=999999999999999999999",
    "negative page": "?page=-1",
    "SQL": "?q=" + quote("'; DROP TABLE members_city; --") + "&country=" + quote("IR' OR '1'='1"),
    "wildcards": "?q=" + quote("%_%\\"),
    "markup": "?q=" + quote("<script>alert(1)</script>\"'>"),
    "control characters": "?q=%01%1b%7f%e2%80%ae",
    "broken UTF-8": "?q=%ff%fe%ed%a0%80",
    "long words": "?q=" + "a" * 3000,
    "many words": "?q=" + "a+" * 1500,
    "long choice": "?country=" + "I" * 3000,
    "NUL": "?q=%00",
    "5,000 characters": "?q=" + "a" * 5000,
}


@pytest.mark.parametrize("address", ["/en/members/", "/fa/members/", "/en/members/projects/", "/en/search/"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_questions_get_a_clear_answer(client, name, address):
    response = client.get(address + HOSTILE[name])
    assert response.status_code == (400 if name in {"NUL", "5,000 characters"} else 200)
    assert b"<script>alert" not in response.content
    assert response.content.strip()


def test_a_wrong_choice_is_named_and_the_rest_still_counts(client):
    html = ask(client, country="ZZ", region="145").content.decode()
    reader = Reader(html)
    assert "There is no such choice in this list. It has been left out." in reader.own_text
    assert set(listed(ask(client, country="ZZ", region="145"))) == set(listed(ask(client, region="145")))
    assert reader.named("select", name="country", aria_invalid="true")


def test_the_address_of_a_search_can_be_shared(client):
    html = client.get("/en/members/?" + urlencode({"q": "تبریز", "country": "IR"})).content.decode()
    reader = Reader(html)
    assert reader.named("input", name="q")[0]["value"] == "تبریز"
    assert reader.named("option", value="IR")[0].keys() >= {"selected"}
