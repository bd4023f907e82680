"""The audit log: in the admin, and as lines of JSON without addresses."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from amf_site.accounts import audit
from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME, REVIEWER
from tests.reading import Reader
from tests.translation.people import client_of

from .people import account, give_app, sign_in, sign_in_with_code

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"


class Lines(logging.Handler):
    """What is written to the log stream."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(record.getMessage())

    def of(self, action: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.written) if line["action"] == action]


@pytest.fixture(autouse=True)
def lines(at_once, settings) -> Iterator[Lines]:
    settings.PROXY_COUNT = 1
    handler = Lines()
    logging.getLogger("audit").addHandler(handler)
    yield handler
    logging.getLogger("audit").removeHandler(handler)
    assert not [line for line in handler.written if ADDRESS in line or "@" in line or "\n" in line]


@pytest.fixture
def person() -> Client:
    return Client(headers={"X-Forwarded-For": ADDRESS})


def test_signing_in_and_out(lines, person):
    sign_in(person)
    (line,) = lines.of(audit.LOGIN)
    assert line["user"] == account().pk == int(line["id"])
    person.post("/admin/logout/")
    assert len(lines.of(audit.LOGOUT)) == 1


def test_failures(lines, person):
    sign_in(person, password="wrong")
    (line,) = lines.of(audit.LOGIN_FAILED)
    assert line["id"] == str(account().pk)
    assert line["user"] is None
    sign_in(person, "my-secret-password-by-mistake")
    assert len(lines.of(audit.LOGIN_FAILED)) == 2
    assert "by-mistake" not in str(lines.written)
    give_app(account())
    sign_in_with_code(person, "000000")
    assert len(lines.of(audit.CODE_FAILED)) == 1


def test_a_flood_of_wrong_passwords_does_not_fill_the_database(lines, person):
    for _number in range(30):
        sign_in(person, password="wrong")
    assert ModelLogEntry.objects.filter(action=audit.LOGIN_FAILED).count() <= 6


@pytest.mark.parametrize("from_the_group", [False, True])
def test_groups_of_an_account(lines, from_the_group):
    group = Group.objects.create(name="Friends")
    members = group.user_set if from_the_group else account().groups
    what = account() if from_the_group else group
    members.add(what)
    members.remove(what)
    members.set([what])
    members.set([])
    members.add(what)
    members.clear()
    given, taken = lines.of(audit.RIGHTS_GIVEN), lines.of(audit.RIGHTS_TAKEN)
    assert len(given) == 3
    assert [line["what"] for line in taken][-1].endswith("Friends")
    assert {line["id"] for line in given} == {str(account().pk)}


def test_a_superuser_makes_another(lines):
    superuser = client_of("superuser")
    form = superuser.get(f"/admin/users/edit/{account(REVIEWER).pk}/").context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None and not isinstance(value, list)}
    superuser.post(f"/admin/users/edit/{account(REVIEWER).pk}/", data | {"is_superuser": "on", "is_active": "on"})
    assert account(REVIEWER).is_superuser
    line = next(line for line in lines.of(audit.RIGHTS_GIVEN) if line.get("what") == "superuser" and line["user"])
    assert line["id"] == str(account(REVIEWER).pk)
    assert line["user"] == int(superuser.session["_auth_user_id"])


def test_other_rights(lines):
    user, group = account(), Group.objects.create(name="Friends")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=Permission.objects.get(codename="publish_page")
    )
    right.delete()
    user.is_active = False
    user.save()
    assert len(lines.of(audit.RIGHTS_GIVEN)) == 3
    assert {line["what"] for line in lines.of(audit.RIGHTS_TAKEN)} >= {"active"}
    user.set_password("a-new-and-long-password")
    user.save()
    assert len(lines.of(audit.PASSWORD_CHANGED)) == 1


def test_second_factors(lines, person):
    give_app(account())
    sign_in_with_code(person)
    person.post("/admin/me/2fa/recovery-codes/generate/")
    person.post("/admin/me/2fa/totp/deactivate/")
    assert len(lines.of(audit.CODES_RENEWED)) == 1
    assert len(lines.of(audit.FACTOR_REMOVED)) == 2  # the app, and the codes with it


@pytest.mark.parametrize(
    "address", ["/admin/reports/site-history/?export=csv", "/admin/users/?export=xlsx", "/admin/redirects/?export=csv"]
)
def test_exports(lines, address):
    response = client_of("superuser").get(address)
    assert response.status_code == 200
    (line,) = lines.of(audit.EXPORTED)
    assert line["what"] == address.partition("?")[0]


def test_deletions(lines):
    superuser = client_of("superuser")
    page = page_of("about").add_sibling(instance=page_of("about").__class__(title="Gone", slug="gone"))
    superuser.post(f"/admin/pages/{page.pk}/delete/")
    superuser.post(f"/admin/users/delete/{account(REVIEWER).pk}/")
    assert len(lines.of("wagtail.delete")) == 2
    assert {line["user"] for line in lines.of("wagtail.delete")} == {int(superuser.session["_auth_user_id"])}


def test_the_site_history_tells_it(lines):
    superuser = client_of("superuser")
    group = Group.objects.create(name="Friends of the house")
    account().groups.add(group)
    text = Reader(superuser.get("/admin/reports/site-history/").content.decode()).own_text
    assert "Rights given" in text
    assert "Friends of the house" in text


@pytest.mark.parametrize("role", ["translator", "editor"])
def test_it_is_not_for_everybody(lines, role):
    account(NAME).groups.add(Group.objects.create(name="Friends of the house"))
    text = Reader(client_of(role).get("/admin/reports/site-history/").content.decode()).own_text
    assert "Friends of the house" not in text
