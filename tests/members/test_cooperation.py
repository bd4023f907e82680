"""Partnerships: entered once, shown on both sides, in every language."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.content import facts
from members.models import City, Partnership
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    return Reader(client.get(address).content.decode()).own_text


def test_the_demo_has_partnerships_with_named_sources():
    partnerships = Partnership.objects.filter(locale__language_code="en")
    assert partnerships.count() == len(facts("partnerships")["partnerships"]) >= 6
    assert not partnerships.filter(source=None).exists()
    assert not partnerships.filter(link="").exists()


def make(first: str, second: str, **values) -> Partnership:
    locale = Locale.objects.get(language_code="en")
    cities = [City.objects.get(name=name) for name in (first, second)]
    partnership = Partnership(first=cities[0], second=cities[1], kind="exchange", locale=locale, **values)
    partnership.full_clean()
    partnership.save()
    return partnership


def test_one_entry_stands_on_both_profiles_and_in_the_list(client):
    make("Zahedan", "Semnan", since=2021, subject="Palm groves and water")
    for slug, partner in (("zahedan", "semnan"), ("semnan", "zahedan")):
        response = client.get(f"/en/members/{slug}/")
        reader = Reader(response.content.decode())
        assert "Palm groves and water" in reader.own_text
        assert f"/en/members/{partner}/" in reader.links
    assert "Palm groves and water" in text(client, "/en/members/partnerships/")


def test_a_subject_without_translation_is_not_shown_as_persian(client):
    make("Zahedan", "Semnan", since=2021, subject="Palm groves and water")
    words = text(client, "/fa/members/zahedan/")
    assert "سمنان" in words
    assert "۲۰۲۱" in words
    assert "Palm groves" not in words


def test_a_withdrawn_entry_is_shown_nowhere(client):
    partnership = make("Zahedan", "Semnan", subject="Palm groves and water")
    partnership.live = False
    partnership.save()
    for address in ("zahedan/", "semnan/", "partnerships/"):
        assert "Palm groves" not in text(client, f"/en/members/{address}")


def test_the_same_agreement_cannot_be_entered_twice():
    make("Zahedan", "Semnan", since=2021)
    with pytest.raises(ValidationError, match="already"):
        make("Semnan", "Zahedan", since=2021)
    make("Semnan", "Zahedan", since=2022)


@pytest.mark.parametrize(("second", "values"), [("Zahedan", {}), ("Semnan", {"since": 2020, "until": 2019})])
def test_impossible_entries_are_refused(second, values):
    with pytest.raises(ValidationError):
        make("Zahedan", second, **values)


def test_the_map_has_an_arc_for_each_partnership(client):
    response = client.get("/en/members/partnerships/")
    assert len(response.context["map"].arcs) == len(response.context["partnerships"])
    partners = {partner.name for partner in client.get("/en/members/tabriz/").context["around"].partners}
    assert {"Istanbul", "Kazan"} <= partners


def test_a_partner_without_a_profile_in_the_language_keeps_its_own_name(client):
    page_of("kazan").get_translation(Locale.objects.get(language_code="fa")).unpublish()
    html = client.get("/fa/members/tabriz/").content.decode()
    assert "Казань" in html
    assert "/fa/members/kazan/" not in html


def test_neighbours_are_the_nearest_cities(client):
    around = client.get("/en/members/karbala/").context["around"]
    assert around.neighbours[0].page.title == "Baghdad"
    assert 70 < around.neighbours[0].kilometres < 110
    distances = [neighbour.kilometres for neighbour in around.neighbours]
    assert distances == sorted(distances)
