"""What there is once is said to be there already, also where the form does not see it."""

import pytest
from django.urls import reverse

from members.models import City, Event, ForumTitle, MembershipCategory, Theme
from strategy.models import PlanEdition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Theme, MembershipCategory, ForumTitle])
def test_a_key_that_is_there_already(admin_client, model):
    present = model.objects.originals().first()
    address = reverse(model.snippet_viewset.get_url_name("add"))
    for action in ({}, {"action-publish": "1"}):
        answer = admin_client.post(address, {"name": "Another", "slug": present.slug, **action})
        assert answer.status_code == 200
        assert "already exists" in answer.content.decode()
    assert not model.objects.filter(name="Another").exists()


def rows_of(prefix: str, rows: list[dict], present: int) -> dict:
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": present, f"{prefix}-MIN_NUM_FORMS": 0}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def post_of(city: City, titles: list[dict]) -> dict:
    names = ("name", "native_name", "native_language", "country", "sub_region", "latitude", "longitude")
    facts = {name: getattr(city, name) for name in names}
    return {**facts, **rows_of("figures", [], 0), **rows_of("titles", titles, sum(bool(row["id"]) for row in titles))}


@pytest.mark.parametrize("change", [{}, {"kind": "board", "number": "11"}], ids=["an assembly", "a board meeting"])
def test_a_number_that_an_event_of_this_kind_has(admin_client, change):
    source = Event.objects.get(key="general-assembly-2008").source
    form = {"key": "trial", "kind": "assembly", "number": "1", "first_day": "2026-05-01", "last_day": "2026-05-02"}
    form |= {"precision": "day", "status": "confirmed", "source": source.pk, **change}
    address = reverse(Event.snippet_viewset.get_url_name("add"))
    answer = admin_client.post(address, form)
    assert answer.status_code == 200
    assert "There is an event of this kind with this number already." in answer.content.decode()
    assert admin_client.post(address, {**form, "number": "77"}).status_code == 302
    assert Event.objects.get(key="trial").number == 77


def test_two_files_of_a_language(admin_client):
    edition = PlanEdition.objects.first()
    address = reverse(PlanEdition.snippet_viewset.get_url_name("edit"), args=[edition.pk])
    form = {"name": edition.name, "status": edition.status, "published_on": "2026-01-01"}
    rows = [{"id": "", "language": "en", "document": ""}] * 2
    answer = admin_client.post(address, {**form, **rows_of("files", rows, 0)})
    assert answer.status_code == 200


def test_a_name_that_another_has(admin_client):
    for model, form in ((City, post_of(City.objects.get(name="Tabriz"), [])), (PlanEdition, {"name": "x"})):
        answer = admin_client.post(reverse(model.snippet_viewset.get_url_name("add")), form)
        assert answer.status_code == 200
