"""What there is once is said to be there already, also where the form does not see it."""

import pytest
from django.urls import reverse

from members.models import City, ForumTitle, HostedAssembly, MembershipCategory, Theme
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


def post_of(city: City, assemblies: list[dict]) -> dict:
    names = ("name", "native_name", "native_language", "country", "sub_region", "latitude", "longitude")
    facts = {name: getattr(city, name) for name in names}
    empty = {**rows_of("titles", [], 0), **rows_of("figures", [], 0)}
    return {**facts, **empty, **rows_of("assemblies", assemblies, sum(bool(row["id"]) for row in assemblies))}


def assembly(number: int, key: int | str = "", **more) -> dict:
    return {"id": key, "number": number, "starts_on": "2024-05-01", "ends_on": "2024-05-03", "ORDER": "1", **more}


@pytest.fixture
def hosted() -> tuple[City, list[int]]:
    city = City.objects.get(name="Semnan")
    days = {"starts_on": "2024-05-01", "ends_on": "2024-05-03"}
    rows = [HostedAssembly.objects.create(city=city, number=number, **days) for number in (81, 82)]
    return city, [row.pk for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        lambda first, last: [assembly(82, first), assembly(81, last)],
        lambda first, last: [assembly(83, first), assembly(81, last)],
        lambda first, last: [assembly(81, first, DELETE="on"), assembly(82, last), assembly(81)],
        lambda first, last: [assembly(81, first), assembly(81, last)],
        lambda first, last: [assembly(81, first), assembly(82, last), assembly(1)],
    ],
    ids=["exchanged", "moved up", "deleted and new", "twice", "of another city"],
)
def test_numbers_of_assemblies(admin_client, hosted, rows):
    city, keys = hosted
    address = reverse(City.snippet_viewset.get_url_name("edit"), args=[city.pk])
    assert admin_client.post(address, post_of(city, rows(*keys)), follow=True).status_code == 200


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
