"""What is limited about passwords, and how long a session lasts."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from amf_site.accounts import limits, sessions
from amf_site.accounts.models import Attempt
from amf_site.demo.editor import NAME, PASSWORD
from amf_site.middleware import client_network


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings, db):
    settings.PROXY_COUNT = 1


def try_password(address: str, name: str = NAME, password: str = "wrong") -> int:
    return (
        Client(headers={"X-Forwarded-For": address})
        .post("/admin/login/", {"username": name, "password": password})
        .status_code
    )


def ask_for_password(email: str, address: str = "203.0.113.7"):
    return Client(headers={"X-Forwarded-For": address}).post("/admin/password_reset/", {"email": email})


@pytest.mark.parametrize(
    ("seen", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:DB8:1:2::ffff", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::"),
        ("nonsense", "nonsense"),
    ],
)
def test_of_ipv6_a_network_counts_as_one_address(rf, seen, counted):
    assert client_network(rf.get("/", headers={"X-Forwarded-For": seen})) == counted


def test_five_wrong_passwords_from_one_network_are_the_last(db):
    answers = [try_password(f"2001:db8:1:2::{number}") for number in range(8)]
    assert answers[0] == 200
    assert answers[5:] == [429] * 3
    assert try_password("2001:db8:1:3::1") == 200


def test_wrong_passwords_from_everywhere_lock_a_name_but_not_where_its_owner_has_been(db):
    assert try_password("198.51.100.1", password=PASSWORD) == 302
    answers = [try_password(f"203.0.113.{number}") for number in range(60)]
    assert answers == [200] * (limits.WRONG_FOR_A_NAME - 1) + [429] * (61 - limits.WRONG_FOR_A_NAME)
    # The right password from a strange place is not even looked at, hers at home is.
    assert try_password("203.0.113.99", password=PASSWORD) == 429
    assert try_password("198.51.100.1", password=PASSWORD) == 302


def test_one_address_cannot_try_all_names(db):
    answers = [try_password("203.0.113.5", name=f"name-{number}") for number in range(60)]
    assert answers == [200] * (limits.WRONG_FROM_AN_ADDRESS - 1) + [429] * (61 - limits.WRONG_FROM_AN_ADDRESS)


def test_reset_mails_are_limited_for_a_name_and_tell_nobody_who_has_an_account():
    for number in range(5):
        known = ask_for_password(f"{NAME}@localhost", f"203.0.113.{number}")
        unknown = ask_for_password("stranger@example.org", f"198.51.100.{number}")
        assert known.status_code == unknown.status_code
        assert known.content == unknown.content
        assert known.headers.get("Location") == unknown.headers.get("Location")
    assert known.status_code == 429
    assert known.headers["Retry-After"]
    assert len(mail.outbox) == limits.FOR_A_NAME
    # In other letters it is the same name.
    assert ask_for_password(f"{NAME.upper()}@localhost", "203.0.113.50").status_code == 429


def test_reset_mails_are_limited_from_one_network():
    answers = [ask_for_password(f"{number}@example.org", f"2001:db8::{number}").status_code for number in range(14)]
    assert answers == [302] * limits.FROM_AN_ADDRESS + [429] * 4
    assert ask_for_password(f"{NAME}@localhost").status_code == 302
    assert len(mail.outbox) == 1


def test_attempts_name_nobody():
    ask_for_password(f"{NAME}@localhost")
    assert Attempt.objects.count() == 2
    for attempt in Attempt.objects.all():
        assert re.fullmatch(r"[0-9a-f]{64}", attempt.key)


def test_limits_pass_with_time(monkeypatch):
    for _number in range(4):
        last = ask_for_password(f"{NAME}@localhost")
    assert last.status_code == 429
    monkeypatch.setattr(limits, "PERIOD", limits.PERIOD * 0)
    assert ask_for_password(f"{NAME}@localhost").status_code == 302
    assert Attempt.objects.count() <= 2


def test_the_link_of_the_mail_sets_a_new_password(client):
    assert ask_for_password(f"{NAME}@localhost").status_code == 302
    (message,) = mail.outbox
    assert message.to == [f"{NAME}@localhost"]
    path = re.search(r"http://localhost(/admin/password_reset/confirm/\S+)", message.body)[1]
    form = client.get(path, follow=True)
    chosen = "a-new-and-long-password"
    done = client.post(form.request["PATH_INFO"], {"new_password1": chosen, "new_password2": chosen}, follow=True)
    assert done.status_code == 200
    assert get_user_model().objects.get(username=NAME).check_password(chosen)


def test_a_session_ends_when_nobody_uses_it(editor, monkeypatch, settings):
    assert editor.get("/admin/").status_code == 200
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + settings.SESSION_IDLE_SECONDS - 5)
    assert editor.get("/admin/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + 2 * settings.SESSION_IDLE_SECONDS - 20)
    assert editor.get("/admin/").status_code == 200  # it was used in between
    monkeypatch.setattr(sessions.time, "time", lambda: now + 4 * settings.SESSION_IDLE_SECONDS)
    answer = editor.get("/admin/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    assert not Session.objects.exists()


def test_a_session_ends_after_half_a_day_however_it_is_used(editor, monkeypatch, settings):
    now, step = sessions.time.time(), settings.SESSION_IDLE_SECONDS - 60
    statuses = []
    for number in range(settings.SESSION_COOKIE_AGE // step + 2):
        monkeypatch.setattr(sessions.time, "time", lambda passed=number * step: now + passed)
        statuses.append(editor.get("/admin/").status_code)
    assert statuses[0] == 200
    assert statuses[-1] == 302


def test_signing_in_begins_a_session_of_its_own(db):
    browser = Client(headers={"X-Forwarded-For": "203.0.113.7"})
    browser.post("/admin/login/", {"username": NAME, "password": PASSWORD})
    first = browser.session.session_key
    assert browser.get("/admin/").status_code == 200
    browser.post("/admin/logout/")
    browser.post("/admin/login/", {"username": NAME, "password": PASSWORD})
    assert browser.session.session_key != first


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/admin/pages/", "/admin/pages/"),
        ("http://testserver/admin/pages/", "http://testserver/admin/pages/"),
        ("pages", "/admin/"),
        ("wagtailadmin_pages:edit", "/admin/"),
        ("..", "/admin/"),
        ("a.b", "/admin/"),
        ("?q=1", "/admin/"),
        ("//[", "/admin/"),
        ("//example.com/", "/admin/"),
        ("https:///example.com", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("", "/admin/"),
        ("/admin/\r\nSet-Cookie: a=b", "/admin/"),
        ("\0", "/admin/"),
    ],
)
def test_whoever_is_signed_in_is_led_to_an_address_of_ours(editor, wanted, led_to):
    answer = editor.get("/admin/login/", {"next": wanted})
    # NUL is refused before anything looks at it, and Django quotes line breaks.
    assert answer.status_code == (400 if "\0" in wanted else 302)
    if answer.status_code == 302:
        assert answer.headers["Location"].split("%0D")[0] == led_to
