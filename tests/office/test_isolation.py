"""Every address of the office, for every other city and every kind of visitor: nothing to see, nothing to touch."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from amf_site.mail.models import QueuedMail
from members.models import City
from members.office import access
from members.office.forms import FORMS
from members.office.models import OfficeAddress, OfficeLink, OfficeSession, Proposal, ProposedChange
from members.office.urls import urlpatterns
from members.office.wagtail_hooks import addresses as admin_patterns
from tests.office.offices import browser_of, office_of, opened, propose, send
from tests.translation.people import BACKEND, EDITORS, ROLES, client_of

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
#: Those without an open office. Staff have none by being staff.
OUTSIDE = ("ended", "expired", "foreign cookie", *ROLES)
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def other_city() -> City:
    return City.objects.exclude(name="Tehran").order_by("name")[0]


@pytest.fixture
def proposal() -> Proposal:
    """What Tehran's office has proposed, with the answer of the secretariat."""
    client = browser_of(office_of("Tehran"))
    assert propose(client, "facts", **(FACTS | {"native_name": SECRET_FACT})).status_code == 303
    ProposedChange.objects.update(word=SECRET_WORD)
    return Proposal.objects.get()


def visitor(name: str) -> Client:
    """The browser of somebody who is not of Tehran's office."""
    client = Client()
    match name:
        case "other city":
            address = OfficeAddress.objects.filter(city=other_city()).first()
            return browser_of(address or office_of(other_city().name))
        case "ended":
            address = office_of("Tehran", "ended@example.org")
            client = browser_of(address)
            access.end(address)
        case "expired":
            address = office_of("Tehran", "expired@example.org")
            client = browser_of(address)
            address.sessions.update(began_at=timezone.now() - timedelta(hours=2))
        case "foreign cookie":
            for code in ("en", "fa"):
                client.cookies[f"__Secure-office-{code}"] = client.cookies[f"office-{code}"] = "guessed"
        case _:
            client = client_of(name)
    return client


#: Values of what is named in an address, for each converter of the office's addresses.
VALUES = {"name": [*FORMS, "nothing"], "code": ["en", "fa", "ja", "xx"]}


def addresses(reference: str) -> list[str]:
    """All addresses of the office, from its patterns, with what could be guessed in them."""
    found = []
    for code in ("en", "fa"):
        for row in urlpatterns:
            path, names = str(row.pattern), list(row.pattern.converters)
            assert len(names) <= 1, "an address names one thing"
            values = {**VALUES, "reference": [reference, "AMF-2026-0000"]}
            for value in values[names[0]] if names else [""]:
                found.append(f"/{code}/office/" + (path.replace(f"<str:{names[0]}>", value) if names else path))
    assert all("<" not in path for path in found)
    return found


def state() -> tuple:
    """All that somebody could touch."""
    return (
        list(City.objects.order_by("pk").values_list("pk", "native_name", "email", "checked_on", "latest_revision")),
        list(ProposedChange.objects.filter(proposal__city__name="Tehran").order_by("pk").values()),
        list(Proposal.objects.filter(city__name="Tehran").order_by("pk").values()),
        list(OfficeAddress.objects.filter(city__name="Tehran").order_by("pk").values()),
    )


@pytest.mark.parametrize("name", ["other city", *OUTSIDE])
def test_others_see_and_touch_nothing(proposal, name):
    client = visitor(name)
    before, links = state(), OfficeLink.objects.count()
    for path in addresses(proposal.reference):
        form = path.split("/")[3]
        said = {"opened": opened(f"office-{form}"), "subject": "", "key": "guessed", "title": "x", **FACTS}
        for method in METHODS:
            answer = send(client, path, **said) if method == "post" else getattr(client, method)(path)
            text, where = answer.content.decode(), f"{name} {method} {path} {answer.status_code}"
            assert SECRET_FACT not in text, where
            assert SECRET_WORD not in text, where
            assert "office@tehran.example" not in text, where
            assert answer.status_code < 500, where
            assert answer.headers.get("Cache-Control") == "no-store" or answer.status_code in (404, 405), where
            if "/proposal/" in path and method in ("get", "head", "post"):
                assert answer.status_code in (403, 404, 405), where
            if name in OUTSIDE and method in ("get", "head") and form and form != "enter":
                assert answer.status_code in (403, 404, 405), where
            if name in OUTSIDE and method == "post":
                assert answer.status_code in (403, 404, 405, 410, 422), where
            assert not answer.cookies or path.endswith("/leave/"), where
        if path.endswith("/leave/") and name == "other city":
            client = visitor(name)
    assert state() == before
    if name in OUTSIDE:
        assert not Proposal.objects.exclude(pk=proposal.pk).exists()
        assert OfficeLink.objects.count() == links


def test_the_office_itself_sees_what_it_proposed():
    """The matrix looks for words that are there for those who may see them."""
    client = browser_of(office_of("Tehran"))
    answer = propose(client, "facts", **(FACTS | {"native_name": SECRET_FACT}))
    ProposedChange.objects.update(word=SECRET_WORD)
    shown = client.get(answer.headers["Location"]).content.decode()
    assert SECRET_FACT in shown
    assert SECRET_WORD in shown


def test_what_another_city_sends_is_that_citys(proposal):
    client = visitor("other city")
    answer = propose(client, "facts", **(FACTS | {"native_name": "Mine", "city": str(proposal.city_id)}))
    assert answer.status_code == 303
    newest = Proposal.objects.exclude(pk=proposal.pk).get()
    assert newest.city == other_city()
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Proposal.objects.filter(city__name="Tehran").count() == 1


def admin_addresses(proposal: Proposal) -> list[str]:
    """All addresses of the admin that concern offices, from their patterns."""
    change = proposal.changes.get(field="native_name")
    ProposedChange.objects.filter(pk=change.pk).update(file="office/none.png")
    keys = {"city_offices": proposal.city_id, "office_review": proposal.pk, "office_picture": change.pk}
    found = []
    for row in admin_patterns():
        names = list(row.pattern.converters)
        assert names in ([], ["pk"])
        found.append(reverse(row.name, args=[keys[row.name]] if names else []))
    return found


def groups() -> list[str]:
    return sorted(Group.objects.values_list("name", flat=True))


@pytest.mark.parametrize("name", ["other city", *(name for name in OUTSIDE if name not in EDITORS)])
def test_only_staff_who_may_change_cities_have_pages_of_the_admin(proposal, name):
    check_admin(visitor(name), proposal)


def test_a_group_has_these_pages_only_with_the_permission_to_change_cities(proposal):
    assert len(groups()) > 4
    has_any = False
    for group in groups():
        user = get_user_model().objects.create_user(f"of {group}"[:150])
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user, backend=BACKEND)
        may = get_user_model().objects.get(pk=user.pk).has_perms(["members.change_city", "wagtailadmin.access_admin"])
        has_any |= may
        if may:
            assert client.get("/admin/proposals/").status_code == 200, group
        else:
            check_admin(client, proposal)
    assert has_any


def check_admin(client: Client, proposal: Proposal) -> None:
    paths = admin_addresses(proposal)
    before, mails, entries = state(), QueuedMail.objects.count(), ModelLogEntry.objects.count()
    address = OfficeAddress.objects.get(email="office@tehran.example")
    change = proposal.changes.get(field="native_name")
    posts = [
        *({"change": change.pk, "decision": decision, "word": "x"} for decision in ("accept", "by_hand", "return")),
        {"end": address.pk},
        {"again": address.pk},
        {"email": "mine@example.org", "language": "en"},
    ]
    for path in paths:
        answers = [client.get(path), client.head(path), *(client.post(path, said) for said in posts)]
        for answer in answers:
            assert answer.status_code in (302, 403, 405), path
            assert SECRET_FACT not in answer.content.decode(), path
            if answer.status_code == 302:
                assert "/login" in answer.headers["Location"] or answer.headers["Location"] == "/admin/", path
    assert "proposals" not in client.get("/admin/", follow=True).content.decode()
    assert state() == before
    assert (QueuedMail.objects.count(), ModelLogEntry.objects.count()) == (mails, entries)


def test_secrets_are_stored_as_hashes_only():
    client = visitor("other city")
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
