"""Signing in with a second factor: codes of an app, recovery codes, and what a stranger tries."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client

from amf_site.accounts import limits
from amf_site.caching import FailOpenRedisCache
from tests.reading import Reader

from .people import SECRET, account, code_of, give_app, recovery_codes, sign_in, sign_in_with_code

pytestmark = pytest.mark.django_db

CODE = "/admin/me/2fa/authenticate/"


@pytest.fixture
def owner():
    user = account()
    give_app(user)
    return user


def test_without_a_second_factor_the_password_is_enough(client):
    assert sign_in(client)["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_password_alone_does_not_sign_in_who_has_a_factor(client, owner):
    answer = sign_in(client)
    assert answer["Location"] == CODE
    assert SESSION_KEY not in client.session
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get(CODE).status_code == 200


@pytest.mark.parametrize("wanted", ["/admin/pages/", "/admin/reports/site-history/?user=1"])
def test_a_code_of_the_app_signs_in_and_leads_where_one_wanted(client, owner, wanted):
    sign_in(client, next=wanted)
    answer = client.post(CODE, {"code": code_of()})
    assert answer["Location"] == wanted
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: f" {code[:3]} {code[3:]}\u00a0",
    ],
)
def test_a_code_may_be_written_as_people_write(client, owner, write):
    assert sign_in_with_code(client, write(code_of())).status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "000000", "abc", "²²²²²²", "۱", "1" * 5000, "\u0661" * 6 + "\u202e"])
def test_another_code_is_refused_in_words(client, owner, wrong):
    answer = sign_in_with_code(client, wrong)
    assert answer.status_code == 200
    assert 'id="code-error"' in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_a_code_opens_once(client, owner):
    code = code_of()
    assert sign_in_with_code(client, code).status_code == 302
    cache.clear()
    assert sign_in_with_code(Client(), code).status_code == 200
    # An earlier one is not accepted after a later one either.
    assert sign_in_with_code(Client(), code_of(steps=-1)).status_code == 200


def test_codes_are_accepted_and_counted_while_the_cache_is_away(client, owner, settings):
    settings.CACHES = {"default": {"BACKEND": "amf_site.caching.FailOpenRedisCache", "LOCATION": "redis://127.0.0.1:1"}}
    assert sign_in_with_code(client).status_code == 302
    assert sign_in_with_code(Client()).status_code == 200
    FailOpenRedisCache._asked_again_at = 0.0


def test_each_recovery_code_opens_once(client, owner):
    first, second, *_rest = recovery_codes(owner)
    assert sign_in_with_code(client, first).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert sign_in_with_code(Client(), first).status_code == 200
    assert sign_in_with_code(Client(), second).status_code == 302
    assert len(recovery_codes(owner)) == 8


def test_after_ten_wrong_codes_no_code_is_looked_at(client, owner):
    for _number in range(limits.CODES_OF_AN_ACCOUNT):
        assert sign_in_with_code(Client(), "000000").status_code == 200
    assert sign_in_with_code(client).status_code == 200
    assert SESSION_KEY not in client.session


def test_right_codes_are_not_counted(owner):
    for code in recovery_codes(owner):
        assert sign_in_with_code(Client(), code).status_code == 302
    assert sign_in_with_code(Client()).status_code == 302


def test_secrets_are_not_readable_in_the_database(owner, settings):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    assert len(recovery_codes(owner)) == 10
    before = recovery_codes(owner)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert recovery_codes(owner) == before
    settings.SECRET_KEY_FALLBACKS = []
    assert recovery_codes(owner) != before
    assert sign_in_with_code(Client()).status_code == 200


def test_an_app_is_set_up_and_told_by_mail(client, at_once):
    sign_in(client)
    page = client.get("/admin/me/2fa/totp/activate/")
    secret = re.search(r'<code dir="ltr">(\w+)</code>', page.content.decode())[1]
    assert client.post("/admin/me/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    answer = client.post("/admin/me/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/admin/me/2fa/recovery-codes/"
    assert all(code in client.get(answer["Location"]).content.decode() for code in recovery_codes(account()))
    assert client.get("/admin/").status_code == 200  # the session goes on: it has just used the app
    (message,) = mail.outbox
    assert message.to == [account().email]
    assert "authenticator app" in message.body
    assert "203.0.113" not in message.body
    assert sign_in_with_code(Client(), code_of(secret, steps=1)).status_code == 302


def test_mail_is_in_the_language_of_its_reader(persian_editor, at_once):
    give_app(account())
    client = Client()
    sign_in_with_code(client)
    client.post("/admin/me/2fa/recovery-codes/generate/")
    (message,) = mail.outbox
    assert "کد" in message.body
    assert 'dir="rtl"' in message.alternatives[0][0]


def test_a_new_browser_is_told_by_mail_and_a_known_one_is_not():
    sign_in(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}))
    assert mail.outbox == []
    sign_in(Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1"}))
    (message,) = mail.outbox
    assert "Safari, iPhone" in message.body
    sign_in(Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}))
    assert len(mail.outbox) == 1


def test_who_signed_in_long_ago_proves_again_who_she_is(client, owner, monkeypatch):
    sign_in_with_code(client)
    assert client.get("/admin/me/2fa/recovery-codes/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.get("/admin/me/2fa/recovery-codes/")
    assert answer["Location"].startswith("/admin/me/2fa/reauthenticate/")
    # The password is no way round it.
    answer = client.get("/admin/me/reauthenticate/?next=/admin/me/2fa/recovery-codes/")
    assert answer["Location"].startswith("/admin/me/2fa/reauthenticate/")
    code = recovery_codes(owner)[0]
    answer = client.post("/admin/me/2fa/reauthenticate/?next=/admin/me/2fa/recovery-codes/", {"code": code})
    assert answer["Location"] == "/admin/me/2fa/recovery-codes/"


@pytest.mark.parametrize(
    "address",
    [
        *("signup/", "email/", "password/reset/", "password/change/", "login/code/", "3rdparty/", "3rdparty/signup/"),
        *("2fa/trust/", "2fa/webauthn/signup/", "confirm-email/", "logout/", "sso/login/", "sso/login/callback/"),
    ],
)
def test_nothing_else_of_the_library_has_an_address(client, address):
    for prefix in ("/admin/me/", "/accounts/", "/en/", "/"):
        assert client.get(prefix + address).status_code in (301, 302, 404)
        assert client.get(prefix + address, follow=True).status_code == 404 or prefix == "/admin/me/"
    assert client.get(f"/admin/me/{address}", follow=True).status_code in (404, 200)


def test_the_login_page_is_persian_throughout(client):
    text = Reader(client.get("/admin/login/", headers={"accept-language": "fa"}).content.decode()).own_text
    assert "Password" not in text
    assert "رمز عبور" in text
    assert "استفاده از کلید عبور" in text


def test_a_limit_of_the_library_is_told_on_a_page_of_ours(client, owner):
    sign_in_with_code(client)
    for _number in range(12):
        answer = client.post("/admin/me/2fa/reauthenticate/", {"code": "000000"})
    assert answer.status_code == 429
    assert "img/emblem.svg" in answer.content.decode() or "Asian Mayors Forum" in answer.content.decode()
