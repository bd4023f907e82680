"""No way into the admin without the second factor where it is compulsory: every address × every state of a session."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize

from amf_site.accounts import checks, second_factor
from amf_site.demo.editor import NAME, PASSWORD, REVIEWER, TRANSLATOR
from tests.translation.people import BACKEND, client_of, user_of

from .people import account, code_of, give_app, recovery_codes, sign_in, sign_in_with_code

pytestmark = pytest.mark.django_db

#: What a session without its second factor may open: to sign in, out, and to get a new password.
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")
#: Where an account is led that has to set up a factor, and one that has to prove it.
SET_UP = "/admin/me/2fa/"
PROVE = "/admin/me/2fa/webauthn/reauthenticate/"
MORE_TO_SET_UP = ("/admin/me/2fa/webauthn/add/", "/admin/me/2fa/totp/activate/", "/admin/me/reauthenticate/")


@pytest.fixture
def compulsory(settings):
    settings.SECOND_FACTOR_FROM = timezone.localdate().isoformat()


def addresses(patterns: list[Any] | None = None, before: str = "") -> list[str]:
    """One address of every route below ``/admin/``, with examples for what it names."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        (route, names), *_rest = normalize(str(pattern.pattern.regex.pattern).removeprefix("^").removesuffix("\\Z"))
        route = route % dict.fromkeys(names, "1")
        if isinstance(pattern, URLResolver):
            if (before + route).startswith("admin/"):
                found += addresses(pattern.url_patterns, before + route)
        elif isinstance(pattern, URLPattern) and (before + route).startswith("admin/"):
            found.append(f"/{before}{route}")
    return sorted(set(found))


def with_password_alone() -> Client:
    """Sign in on the page for readers of private pages, which asks nobody for a second factor."""
    client = Client()
    client.force_login(account(), backend=BACKEND)
    return client


def without_factor() -> tuple[Client, str]:
    return with_password_alone(), SET_UP


def old_session() -> tuple[Client, str]:
    client = with_password_alone()
    client.get("/admin/")
    give_app(account())
    return client, PROVE


def pending() -> tuple[Client, str]:
    give_app(account())
    client = Client()
    sign_in(client)
    return client, "/admin/login/"


def anonymous() -> tuple[Client, str]:
    return Client(), "/admin/login/"


def factor_removed() -> tuple[Client, str]:
    give_app(account())
    client = Client()
    sign_in_with_code(client)
    Authenticator.objects.all().delete()
    return client, SET_UP


def only_recovery_codes() -> tuple[Client, str]:
    give_app(account()).delete()
    return with_password_alone(), SET_UP


def of_somebody_else() -> tuple[Client, str]:
    """A session whose record of a second factor is another account's."""
    give_app(account())
    client = Client()
    sign_in_with_code(client)
    records = {name: value for name, value in client.session.items() if name.startswith("account_authentication")}
    client.force_login(user_of("superuser"), backend=BACKEND)
    session = client.session
    session.update(records)
    session.save()
    return client, SET_UP


STATES = (without_factor, old_session, pending, anonymous, factor_removed, only_recovery_codes, of_somebody_else)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_address_of_the_admin_is_closed(compulsory, state, method):
    client, led_to = state()
    every = addresses()
    assert len(every) > 300
    for address in every:
        if address.startswith(OPEN) or (client.session.get(SESSION_KEY) is None and address.startswith("/admin/me/")):
            continue
        if led_to == SET_UP and address in (SET_UP, *MORE_TO_SET_UP):
            continue
        if led_to == PROVE and address in (PROVE, "/admin/me/2fa/reauthenticate/"):
            continue
        response = getattr(client, method)(address)
        if led_to == "/admin/login/" and response.status_code in (404, 405):
            continue  # to nobody's view, or to one that has no such method
        assert response.status_code == 302, address
        assert response["Location"].startswith(led_to), address


@pytest.mark.parametrize("state", [pending, anonymous], ids=lambda state: state.__name__)
def test_without_a_session_the_pages_of_an_account_tell_nothing(compulsory, state):
    client, _led_to = state()
    for address in addresses():
        if address.startswith("/admin/me/") and address != "/admin/me/2fa/authenticate/":
            response = client.get(address)
            assert response.status_code in (302, 404), address
            assert response.status_code == 404 or response["Location"].startswith(("/admin/login/", "/admin/me/"))
            client.post(address)
            assert SESSION_KEY not in client.session, address


@pytest.mark.parametrize("address", MORE_TO_SET_UP)
def test_what_is_open_to_set_up_a_factor_is_closed_to_who_has_one(compulsory, address):
    client, _led_to = old_session()
    assert client.get(address)["Location"].startswith(PROVE)
    client.post("/admin/me/2fa/totp/deactivate/")
    assert second_factor.has_factor(account())


def test_an_old_session_goes_on_with_a_code(compulsory):
    client, _led_to = old_session()
    answer = client.get("/admin/pages/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/admin/me/2fa/reauthenticate/")
    assert client.post(answer.redirect_chain[-1][0], {"code": "000000"}).status_code == 200
    assert client.get("/admin/pages/").status_code == 302
    assert client.post(answer.redirect_chain[-1][0], {"code": code_of()})["Location"] == "/admin/pages/"
    assert client.get("/admin/pages/", follow=True).status_code == 200


def test_the_first_time_leads_to_setting_it_up_and_then_in(compulsory, at_once):
    client = Client()
    assert sign_in(client, next="/admin/pages/").status_code == 302
    page = client.get("/admin/pages/", follow=True)
    assert page.redirect_chain[-1][0].startswith(SET_UP)
    assert "wagtail-sidebar" not in page.content.decode()
    secret = client.get("/admin/me/2fa/totp/activate/").context["form"].secret
    client.post("/admin/me/2fa/totp/activate/", {"code": code_of(secret)})
    assert client.get("/admin/pages/", follow=True).status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_new_password_by_mail_is_no_way_round(compulsory):
    give_app(account())
    client = Client()
    client.post("/admin/password_reset/", {"email": account().email})
    path = next(word for word in mail.outbox[0].body.split() if "/confirm/" in word).removeprefix("http://localhost")
    form = client.get(path, follow=True)
    chosen = "a-new-and-long-password"
    client.post(form.request["PATH_INFO"], {"new_password1": chosen, "new_password2": chosen}, follow=True)
    assert SESSION_KEY not in client.session
    assert sign_in(client, password=chosen)["Location"] == "/admin/me/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302


def test_the_login_of_private_pages_is_no_way_round(compulsory):
    give_app(account())
    client = Client()
    answer = client.post("/en/_util/login/", {"username": NAME, "password": PASSWORD, "next": "/en/"})
    assert answer["Location"] == "/admin/me/2fa/authenticate/"
    assert SESSION_KEY not in client.session
    assert client.post(answer["Location"], {"code": recovery_codes(account())[0]})["Location"] == "/en/"


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        *(("editor", True), ("reviewer", True), ("administrator", True), ("superuser", True)),
        *(("translator", False), ("of_arabic", False), ("staff", False)),
    ],
)
def test_it_is_compulsory_for_whoever_may_publish(compulsory, role, needs):
    client = client_of(role)
    response = client.get("/admin/")
    assert response.status_code == (302 if needs else 200)


def test_who_need_not_but_has_one_is_asked_for_it_too():
    user = account(TRANSLATOR)
    give_app(user)
    client = Client()
    client.force_login(user, backend=BACKEND)
    assert client.get("/admin/")["Location"].startswith(PROVE)


@pytest.mark.parametrize(("days", "status"), [(-400, 302), (0, 302), (1, 200), (30, 200)])
def test_it_begins_on_its_day_and_is_announced_before(settings, days, status):
    settings.SECOND_FACTOR_FROM = (timezone.localdate() + timedelta(days=days)).isoformat()
    response = with_password_alone().get("/admin/")
    assert response.status_code == status
    if status == 200:
        assert "account-notice" in response.content.decode()
        assert "account-notice" not in client_of("translator").get("/admin/").content.decode()


def test_nothing_is_announced_without_a_date(editor):
    assert "account-notice" not in editor.get("/admin/").content.decode()


@pytest.mark.parametrize("value", ["soon", "2027-13-01", "۱۴۰۵-۱۰-۲۵", "15.01.2027", "2027-02-30", "20270115x"])
def test_a_date_that_is_none_is_named_and_opens_nothing(settings, value):
    settings.SECOND_FACTOR_FROM = value
    (error,) = checks.check_date(None)
    assert value in error.msg
    assert with_password_alone().get("/admin/").status_code == 302


@pytest.mark.parametrize("value", ["", "2027-01-15"])
def test_a_date_or_none_is_right(settings, value):
    settings.SECOND_FACTOR_FROM = value
    assert checks.check_date(None) == []


class TestReset:
    """The phone is lost, and the recovery codes too."""

    @pytest.fixture
    def lost(self):
        give_app(account())
        client = Client()
        sign_in_with_code(client)
        mail.outbox.clear()
        return client

    def is_reset(self, lost: Client) -> bool:
        (message,) = mail.outbox
        assert message.to == [account().email]
        assert "203.0.113" not in message.body
        return lost.get("/admin/").status_code == 302 and sign_in(Client())["Location"] == "/admin/"

    def test_by_a_superuser(self, lost):
        superuser = client_of("superuser")
        address = f"/admin/me/reset/{account().pk}/"
        assert address in superuser.get("/admin/users/").content.decode()
        assert superuser.get(address).status_code == 200
        assert second_factor.has_factor(account())
        assert superuser.post(address).status_code == 302
        assert self.is_reset(lost)

    def test_by_a_command(self, lost):
        call_command("reset_second_factor", NAME, stdout=StringIO())
        assert self.is_reset(lost)

    @pytest.mark.parametrize("name", ["nobody", "", "\u202e"])
    def test_not_of_somebody_who_is_not(self, name):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name)

    @pytest.mark.parametrize("role", ["translator", "reviewer", "editor", "administrator", "staff"])
    def test_by_nobody_else(self, role):
        give_app(account(REVIEWER if role == "editor" else NAME))
        pk = account(REVIEWER if role == "editor" else NAME).pk
        response = client_of(role).post(f"/admin/me/reset/{pk}/")
        assert response.status_code in (302, 403)
        assert Authenticator.objects.filter(user=pk).exists()

    def test_not_of_oneself(self):
        client = client_of("superuser")
        pk = int(client.session[SESSION_KEY])
        assert client.post(f"/admin/me/reset/{pk}/").status_code == 403
