"""A city's profile: facts once, words per language, names in two scripts."""

import json
import re

import pytest
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from members.models import City
from pages.models import Source
from tests.reading import Reader

pytestmark = pytest.mark.django_db
LANDMARKS = {
    "en": ["Blour Tower", "Roshdiye", "Qari Bridge", "Municipality building", "Water park in the Great Park of Tabriz"],
    "fa": ["برج بلور", "رشدیه", "پل قاری", "ساختمان شهرداری", "پارک آبی"],
}


def read(client, code, name="tabriz"):
    html = client.get(f"/{code}/members/{name}/").content.decode()
    return html, Reader(html)


@pytest.mark.parametrize("code", ["en", "fa"])
def test_all_five_landmarks_are_named_in_the_language(client, code):
    _, reader = read(client, code)
    places = [reader.own_text.find(name) for name in LANDMARKS[code]]
    assert -1 not in places


def test_native_names_are_marked_with_their_language_and_direction(client):
    html, _ = read(client, "en")
    for name in ("برج بلور", "رشدیه", "پل قاری"):
        assert re.search(rf'<bdi[^>]*lang="fa"[^>]*dir="rtl"[^>]*>{name}</bdi>', html)
    html, _ = read(client, "fa", "istanbul")
    assert re.search(r'<bdi[^>]*lang="tr"[^>]*dir="ltr"[^>]*>Galata Kulesi</bdi>', html)


def test_figures_have_year_and_source_in_the_reader_s_language(client):
    _, english = read(client, "en")
    assert "1,558,693" in english.own_text
    assert "Statistical Centre of Iran" in english.own_text
    _, persian = read(client, "fa")
    assert "۱٬۵۵۸٬۶۹۳" in persian.own_text
    assert "مرکز آمار ایران" in persian.own_text
    assert "ایران" in persian.own_text


def test_a_source_without_translation_is_shown_as_foreign_words(client):
    Source.objects.filter(locale=Locale.objects.get(language_code="fa")).update(live=False)
    html, reader = read(client, "fa")
    assert "Statistical Centre" not in reader.own_text
    assert re.search(r'<bdi lang="en" dir="ltr">Statistical Centre', html)


def test_what_is_not_known_is_not_printed(client):
    city = City.objects.get(name="Zahedan")
    city.official_site, city.membership = "", None
    city.save()
    _, before = read(client, "en", "zahedan")
    for words in (
        "Official site",
        "In the Forum",
        "What the city offers",
        "What the city seeks",
        "Titles held",
        "Area",
    ):
        assert words not in before.own_text


def test_what_a_city_offers_and_seeks_and_how_to_reach_it(client):
    page = page_of("zahedan").specific
    page.offers, page.seeks, page.contact = "<p>Palm groves.</p>", "<p>Water.</p>", "International office"
    page.save_revision().publish()
    City.objects.filter(name="Zahedan").update(email="office@example.org", telephone="+98 54 0000")
    _, reader = read(client, "en", "zahedan")
    for words in ("Palm groves.", "Water.", "International office", "office@example.org"):
        assert words in reader.own_text
    assert "mailto:office@example.org" in reader.links
    _, persian = read(client, "fa", "zahedan")
    assert "Palm groves." not in persian.own_text


def test_titles_assemblies_and_membership_in_the_reader_s_language(client):
    _, english = read(client, "en", "gaziantep")
    assert "30 November" in english.own_text.replace("\u2009", " ").replace("\u00a0", " ")
    _, persian = read(client, "fa", "tabriz")
    assert "پایتخت محیط زیست" in persian.own_text
    _, kazan = read(client, "fa", "kazan")
    assert "عضو وابسته" in kazan.own_text
    _, yazd = read(client, "en", "yazd")
    assert "since 2025" in yazd.own_text


def test_the_landing_page_shows_the_landmarks_of_the_chosen_city(client):
    for code, names in LANDMARKS.items():
        reader = Reader(client.get(f"/{code}/").content.decode())
        assert all(name in reader.own_text for name in names)
    home = page_of("home").specific
    home.showcase = page_of("isfahan")
    home.save_revision().publish()
    assert "Si-o-se-pol" in client.get("/en/").content.decode()


def test_search_engines_read_a_city_and_its_landmarks(client):
    html, _ = read(client, "fa")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    by_type = {}
    for entry in json.loads(data)["@graph"]:
        by_type.setdefault(entry["@type"], []).append(entry)
    (city,) = by_type["City"]
    assert city["geo"]["latitude"] == 38.08
    assert city["containedInPlace"]["address"]["addressCountry"] == "IR"
    assert len(by_type["TouristAttraction"]) == 5
    assert "BreadcrumbList" in by_type


def test_the_directory_lists_the_live_cities(client):
    reader = Reader(client.get("/en/members/").content.decode())
    for name in ("Tabriz", "Isfahan", "Istanbul"):
        assert name in reader.own_text
    page_of("isfahan").unpublish()
    assert "/en/members/isfahan/" not in Reader(client.get("/en/members/").content.decode()).links
