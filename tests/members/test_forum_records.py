"""The demo's records of the Forum's work: true to their files, loaded once, and kept as editors left them."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from amf_site.demo.content import facts
from members.models import Body, City, CityPage, Event, HeldTitle, Office, PublishedDocument
from tests.reading import Reader

pytestmark = pytest.mark.django_db

RECORDS = {
    "bodies": Body.objects.originals(),
    "events": Event.objects.all(),
    "offices": Office.objects.all(),
    "documents": PublishedDocument.objects.all(),
    "titles": HeldTitle.objects.all(),
}


def load() -> str:
    complaints = StringIO()
    call_command("load_demo", languages=["fa"], no_pictures=True, stdout=StringIO(), stderr=complaints)
    return complaints.getvalue()


@pytest.mark.parametrize("subject", RECORDS)
def test_every_row_is_a_record_with_a_source(subject):
    rows = facts(subject)[subject]
    assert RECORDS[subject].all().count() == len(rows)
    assert subject == "bodies" or all(row["source"] for row in rows)


def test_a_second_load_changes_nothing_and_leaves_what_editors_changed():
    event = Event.objects.get(key="general-assembly-2014")
    event.last_day += datetime.timedelta(days=1)
    event.save()
    Office.objects.filter(person="Ni Qiang").update(since="2014-12")
    before = {subject: list(records.all().order_by("pk").values()) for subject, records in RECORDS.items()}
    assert load() == ""
    assert {subject: list(records.all().order_by("pk").values()) for subject, records in RECORDS.items()} == before


def test_the_seven_assemblies_in_their_order():
    rows = Event.objects.assemblies().held().values_list("number", "host__name")
    cities = ("Tehran", "Istanbul", "Bangkok", "Haikou", "Gaziantep", "Dushanbe", "Tehran")
    assert list(rows) == list(enumerate(cities, 1))


def test_what_is_not_exact_is_not_said_exactly():
    months = {str(event.month) for event in Event.objects.filter(kind="board") if event.month}
    assert months == {"2018-11", "2023-05", "2024-08"}


def test_nobody_is_presented_who_may_be_out_of_office():
    assert not Office.objects.held_now().filter(position="president").exists()
    (general,) = Office.objects.held_now().filter(position="secretary-general")
    assert general.person == "Hamidreza Gholamzadeh"


@pytest.mark.parametrize("code", ["en", "fa"])
def test_a_title_of_which_only_others_tell_says_so(client, code):
    word = {"en": "(reported)", "fa": "(به نقل از رسانه‌ها)"}[code]
    assert word in Reader(client.get(f"/{code}/members/dushanbe/").content.decode()).own_text
    assert word not in Reader(client.get(f"/{code}/members/tabriz/").content.decode()).own_text


def test_the_open_data_say_so_too(client):
    records = client.get("/en/members/data/members/json/").json()["records"]
    titles = {row["id"]: row["titles"] for row in records}
    assert titles["dushanbe"] == ["capital-of-culture 2026 reported"]
    assert titles["tabriz"] == ["capital-of-environment 2025"]


def test_titles_in_a_language_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        told = {
            (row.year, row.local_name, row.city.name, row.source_name) for row in HeldTitle.objects.in_language("fa")
        }
    assert len(told) == 8


def test_cities_without_a_profile_are_not_in_the_directory(client):
    names = set(City.objects.exclude(pk__in=CityPage.objects.values("city")).values_list("name", flat=True))
    assert names == {"Sari", "Khorramabad", "Hamedan", "Ghobeiry"}
    text = Reader(client.get("/en/members/").content.decode()).own_text
    assert not [name for name in names if name in text]
