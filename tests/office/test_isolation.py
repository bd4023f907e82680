"""Every address of the office, for every other city and every kind of visitor: nothing to see, nothing to touch."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from members.models import City
from members.office.models import OfficeLink, OfficeSession, Proposal, ProposedChange
from members.office.urls import urlpatterns
from tests.office.offices import browser_of, office_of, opened, propose, send

pytestmark = pytest.mark.django_db

SECRET_FACT, SECRET_WORD = "A-name-only-Tehran-proposed", "A-word-only-for-Tehran"
FACTS = {
    "native_name": "X",
    "other_names": "",
    "official_site": "",
    "email": "",
    "telephone": "",
    "time_zone": "",
}
VISITORS = ("stranger", "other city", "ended", "foreign cookie", "editor", "staff of no rights")


def other_city() -> City:
    return City.objects.exclude(name="Tehran").order_by("name")[0]


@pytest.fixture
def proposal() -> Proposal:
    """What Tehran's office has proposed, with the answer of the secretariat."""
    client = browser_of(office_of("Tehran"))
    assert propose(client, "facts", **(FACTS | {"native_name": SECRET_FACT})).status_code == 303
    ProposedChange.objects.update(word=SECRET_WORD)
    return Proposal.objects.get()


@pytest.fixture
def visitors(proposal) -> dict[str, Client]:
    ended = office_of(other_city().name, "ended@example.org")
    was_open = browser_of(ended)
    from members.office import access

    access.end(ended)
    foreign = Client()
    for code in ("en", "fa"):
        foreign.cookies[f"__Secure-office-{code}"] = foreign.cookies[f"office-{code}"] = "guessed"
    editor, weak = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    editor.force_login(get_user_model().objects.get(username="editor"), backend=backend)
    user = get_user_model().objects.create_user("nobody", password=None)
    user.groups.set(Group.objects.none())
    weak.force_login(user, backend=backend)
    return {
        "stranger": Client(),
        "other city": browser_of(office_of(other_city().name)),
        "ended": was_open,
        "foreign cookie": foreign,
        "editor": editor,
        "staff of no rights": weak,
    }


def addresses(reference: str) -> list[str]:
    """All addresses of the office, with what could be guessed in them."""
    found = []
    for code in ("en", "fa"):
        found += [f"/{code}/office/{name}/" for name in ("facts", "figures", "words", "picture", "news", "project")]
        found += [f"/{code}/office/{path}" for path in ("", "enter/", "leave/", "words/fa/", "nothing/")]
        found += [f"/{code}/office/proposal/{reference}/"]
    return found


def test_the_matrix_has_every_address_of_the_office():
    shapes = {str(row.pattern) for row in urlpatterns}
    assert shapes == {"", "enter/", "leave/", "proposal/<str:reference>/", "words/<str:code>/", "<str:name>/"}


def state() -> tuple:
    return (
        list(City.objects.order_by("pk").values_list("pk", "native_name", "email", "checked_on")),
        list(ProposedChange.objects.filter(proposal__city__name="Tehran").values_list("pk", "state", "word")),
        Proposal.objects.filter(city__name="Tehran").count(),
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_others_see_and_touch_nothing(visitors, proposal, visitor):
    client, before = visitors[visitor], state()
    for path in addresses(proposal.reference):
        for method in ("get", "head", "post", "put", "delete", "options"):
            if method == "post":
                name = path.split("/")[3]
                answer = send(
                    client, path, opened=opened(f"office-{name}"), subject="", key="guessed", **(FACTS | {"title": "x"})
                )
            else:
                answer = getattr(client, method)(path)
            where = f"{visitor} {method} {path} {answer.status_code}"
            text = answer.content.decode()
            assert SECRET_FACT not in text, where
            assert SECRET_WORD not in text, where
            assert answer.status_code < 500, where
            assert answer.headers.get("Cache-Control") == "no-store" or answer.status_code in (404, 405), where
            if "/proposal/" in path and method in ("get", "post"):
                assert answer.status_code in (403, 404, 405), where
            if visitor != "other city" and method == "post":
                assert answer.status_code in (403, 404, 405, 410, 422), where
    assert state() == before


def test_what_another_city_sends_is_that_citys(visitors, proposal):
    answer = propose(
        visitors["other city"], "facts", **(FACTS | {"native_name": "Mine", "city": str(proposal.city_id)})
    )
    assert answer.status_code == 303
    newest = Proposal.objects.exclude(pk=proposal.pk).get()
    assert newest.city == other_city()
    assert visitors["other city"].get(answer.headers["Location"]).status_code == 200
    assert state()[2] == 1


def test_staff_of_no_rights_have_no_page_of_the_admin(visitors, proposal):
    change = proposal.changes.get(field="native_name")
    paths = (
        "/admin/proposals/",
        f"/admin/proposals/{proposal.pk}/",
        f"/admin/proposals/picture/{change.pk}/",
        f"/admin/city-offices/{proposal.city_id}/",
    )
    for visitor in ("stranger", "other city", "staff of no rights", "foreign cookie"):
        for path in paths:
            assert visitors[visitor].get(path).status_code in (302, 403), path
            posted = visitors[visitor].post(path, {"change": change.pk, "decision": "accept", "end": "1"})
            assert posted.status_code in (302, 403, 405), path
    change.refresh_from_db()
    assert change.state == "waiting"


def test_secrets_are_stored_as_hashes_only(visitors):
    client = visitors["other city"]
    secrets = {morsel.value for morsel in client.cookies.values()}
    assert len(secrets) == 1
    stored = {
        *OfficeSession.objects.values_list("digest", flat=True),
        *OfficeLink.objects.values_list("digest", flat=True),
    }
    assert not secrets & stored


def test_no_office_of_any_other_city_sees_the_proposal(proposal):
    for city in City.objects.exclude(pk=proposal.city_id):
        client = browser_of(office_of(city.name, f"office{city.pk}@example.org"))
        for code in ("en", "fa"):
            answer = client.get(f"/{code}/office/proposal/{proposal.reference}/")
            assert answer.status_code == 404, city
            home = client.get(f"/{code}/office/").content.decode()
            assert proposal.reference not in home, city
            assert SECRET_FACT not in home, city


def test_of_all_roles_only_those_who_keep_cities_decide(proposal):
    """The groups of the demo. A role opens no office either: that takes a link."""
    change = proposal.changes.get(field="native_name")
    allowed = set()
    for group in Group.objects.all():
        user = get_user_model().objects.create_user(f"of {group.pk}", password=None)
        user.groups.add(group)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for path in addresses(proposal.reference):
            text = client.get(path).content.decode()
            assert SECRET_FACT not in text, (group, path)
            assert SECRET_WORD not in text, (group, path)
        keeps_cities = user.has_perm("members.change_city")
        for path in (
            "/admin/proposals/",
            f"/admin/proposals/{proposal.pk}/",
            f"/admin/city-offices/{proposal.city_id}/",
        ):
            answer = client.get(path)
            assert (answer.status_code == 200) == keeps_cities, (group, path)
        if keeps_cities:
            allowed.add(group.name)
        else:
            posted = client.post(f"/admin/proposals/{proposal.pk}/", {"change": change.pk, "decision": "accept"})
            assert posted.status_code in (302, 403), group
            change.refresh_from_db()
            assert change.state == "waiting", group
    assert allowed
    assert len(allowed) < Group.objects.count()
