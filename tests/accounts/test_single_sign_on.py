"""Single sign-on by OpenID Connect, with a service that runs beside the test."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client
from django.utils import timezone

from amf_site.accounts import checks
from amf_site.demo.editor import REVIEWER
from amf_site.settings.accounts import sign_on_provider
from tests.translation.people import BACKEND

from .people import account, code_of, give_app

pytestmark = pytest.mark.django_db

LOGIN = "/admin/me/sso/login/"
CALLBACK = "/admin/me/sso/login/callback/"


class Service(BaseHTTPRequestHandler):
    """What an OpenID Connect service answers: where its parts are, and who has signed in there."""

    person: dict[str, Any] = {}

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo")
            self.answer(
                {"issuer": here, "jwks_uri": f"{here}/keys"} | {f"{name}_endpoint": f"{here}/{name}" for name in names}
            )
        else:
            self.answer(self.person)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        claims = self.person | {"iss": here, "aud": "site", "iat": int(time.time()), "exp": int(time.time()) + 60}
        token = jwt.encode(claims, "k" * 32, algorithm="HS256")
        self.answer({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def answer(self, data: dict[str, Any]) -> None:
        content = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Write nothing."""


@pytest.fixture
def service(settings) -> Iterator[type[Service]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider(address, "City Hall", "site", "secret")
        get_user_model().objects.filter(pk=account().pk).update(email="someone@example.org")
        Service.person = {"sub": "42", "email": account().email, "email_verified": True}
        yield Service
        server.shutdown()


def come_back(client: Client, **parameters: str) -> Any:
    """Follow the link of the login page to the service, and return from there."""
    away = client.get(LOGIN)
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    return client.get(CALLBACK, {"state": state, "code": "c"} | parameters)


def test_the_login_page_offers_it(client, service):
    page = client.get("/admin/login/").content.decode()
    assert LOGIN in page
    assert "City Hall" in page


def test_without_a_service_there_is_none(client):
    assert "/sso/" not in client.get("/admin/login/").content.decode()
    assert client.get(LOGIN).status_code == 404


def test_the_service_is_asked_with_a_challenge(client, service):
    query = parse_qs(urlsplit(client.get(LOGIN)["Location"]).query)
    assert query["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["client_id"] == ["site"]


@pytest.mark.parametrize("write", [str, str.upper])
def test_it_opens_the_account_with_the_same_address_and_keeps_its_password(client, service, write):
    service.person["email"] = write(account().email)
    assert come_back(client)["Location"] == "/admin/"
    assert client.session[SESSION_KEY] == str(account().pk)
    assert client.get("/admin/").status_code == 200
    assert account().has_usable_password()


def test_it_replaces_the_password_and_not_the_second_factor(client, service):
    give_app(account())
    answer = come_back(client)
    assert answer["Location"] == "/admin/me/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    client.post(answer["Location"], {"code": code_of()})
    assert client.get("/admin/").status_code == 200


def test_an_account_without_a_password_sets_up_its_second_factor(client, service, settings):
    settings.SECOND_FACTOR_FROM = timezone.localdate().isoformat()
    user = account()
    user.set_unusable_password()
    user.save()
    come_back(client)
    assert client.get("/admin/")["Location"].startswith("/admin/me/2fa/")
    assert client.get("/admin/me/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize(
    "person",
    [
        {"email": "stranger@example.org", "email_verified": True},
        {"email_verified": False},
        {"email": "", "email_verified": True},
        {"email": None},
        {"email": ["someone@example.org"], "email_verified": True},
        {"email_verified": "false"},
    ],
)
def test_nobody_else_gets_in_or_gets_an_account(client, service, person):
    service.person |= person
    before = get_user_model().objects.count()
    answer = come_back(client)
    assert SESSION_KEY not in client.session
    assert get_user_model().objects.count() == before
    assert answer.status_code == 302
    assert "messages" not in answer["Location"]
    assert 'class="error"' in client.get(answer["Location"]).content.decode()


def test_two_accounts_with_one_address_are_no_account(client, service):
    get_user_model().objects.create_user("double", email=account().email.upper())
    come_back(client)
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("process", ["connect", "redirect", "login2", ""])
def test_a_service_is_not_joined_to_another_account(client, service, process):
    client.force_login(account(REVIEWER), backend=BACKEND)
    away = client.get(LOGIN, {"process": process})
    if away.status_code == 302 and "state=" in away["Location"]:
        state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
        client.get(CALLBACK, {"state": state, "code": "c"})
    assert not SocialAccount.objects.exists()
    assert client.session.get(SESSION_KEY) in (None, str(account().pk), str(account(REVIEWER).pk))


@pytest.mark.parametrize("changes", [{"is_active": False}])
def test_a_closed_account_stays_closed(client, service, changes):
    get_user_model().objects.filter(pk=account().pk).update(**changes)
    come_back(client)
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("parameters", [{"state": "forged"}, {"error": "access_denied"}, {"state": ""}])
def test_what_was_not_asked_for_is_refused_in_words(client, service, parameters):
    answer = come_back(client, **parameters)
    assert SESSION_KEY not in client.session
    assert answer.status_code == 302
    assert 'class="error"' in client.get(answer["Location"]).content.decode()


def test_a_service_that_does_not_answer_is_told_in_words(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider("http://127.0.0.1:1", "City Hall", "site", "secret")
    answer = client.get(LOGIN)
    assert answer.status_code == 302
    assert 'class="error"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("name", "client_id", "number"), [("", "", 2), ("Hall", "", 1), ("Hall", "site", 0)])
def test_half_a_setting_is_reported(settings, name, client_id, number):
    settings.SOCIALACCOUNT_PROVIDERS = sign_on_provider("https://login.example.org", name, client_id, "")
    assert len(checks.check_sign_on(None)) == number
