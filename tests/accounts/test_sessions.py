"""Sessions are seen by their owner and ended one by one or all."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from amf_site.accounts import sessions
from amf_site.demo.editor import PASSWORD, REVIEWER
from tests.reading import Reader

from .people import account, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/me/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def here():
    client = Client(headers={"User-Agent": FIREFOX})
    sign_in(client)
    return client


@pytest.fixture
def phone(here):
    client = Client(headers={"User-Agent": PHONE})
    sign_in(client)
    return client


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_all_are_listed(here, phone):
    text = Reader(here.get(PAGE).content.decode()).own_text
    assert "Firefox, Linux" in text
    assert "Chrome, Android" in text


def test_one_is_ended(here, phone):
    third = Client(headers={"User-Agent": PHONE})
    sign_in(third)
    assert here.post(PAGE, {"session": row_of(phone).pk}).status_code == 302
    assert phone.get("/admin/").status_code == 302
    assert third.get("/admin/").status_code == 200
    assert here.get("/admin/").status_code == 200


def test_all_others_are_ended(here, phone):
    here.post(PAGE)
    assert phone.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "99999999999999999999", "۱", "1 or 1=1"])
def test_what_is_no_session_of_mine_ends_none(here, phone, number):
    assert here.post(PAGE, {"session": number}).status_code in (302, 400)
    assert phone.get("/admin/").status_code == 200


def test_nobody_ends_anothers(here):
    stranger = Client()
    sign_in(stranger, REVIEWER)
    assert stranger.post(PAGE, {"session": row_of(here).pk}).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert "Firefox" not in Reader(stranger.get(PAGE).content.decode()).own_text


def test_a_new_password_ends_the_others_and_keeps_this_one_in_the_list(here, phone):
    form = {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": account().email,
        "notifications-submitted_notifications": "on",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Asia/Tehran",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        "password-old_password": PASSWORD,
        "password-new_password1": "another-long-password",
        "password-new_password2": "another-long-password",
    }
    assert here.post("/admin/account/", form).status_code == 302
    assert account().check_password("another-long-password")
    assert phone.get("/admin/").status_code == 302
    elsewhere = Client()
    sign_in(elsewhere, password="another-long-password")
    assert "Firefox, Linux" in Reader(elsewhere.get(PAGE).content.decode()).own_text
    elsewhere.post(PAGE, {"session": row_of(here).pk})
    assert here.get("/admin/").status_code == 302


def test_limits_are_two_hours_and_twelve(here, monkeypatch):
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 2 * 3600 - 60)
    assert here.get("/admin/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + 4 * 3600)
    assert here.get("/admin/").status_code == 302


def test_an_expired_one_is_not_listed(here, phone, monkeypatch):
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + 3600)
    here.get("/admin/")
    monkeypatch.setattr(sessions.time, "time", lambda: now + 2.5 * 3600)
    text = Reader(here.get(PAGE).content.decode()).own_text
    assert "Firefox, Linux" in text
    assert "Chrome, Android" not in text
