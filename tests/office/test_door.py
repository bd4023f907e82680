"""The way into an office: links that work once, cookies for its addresses only, and answers that tell nothing."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from amf_site.languages import LANGUAGES
from amf_site.mail.models import QueuedMail
from members.office import mails
from members.office.models import OfficeLink, OfficeSession
from tests.office.offices import browser_of, last_mail, link_in, office_of, opened, send
from tests.servers import ROOT

pytestmark = pytest.mark.django_db


def ask(email: str, **words: str):
    said = {"opened": opened("office-link"), "subject": "", "email": email, **words}
    return send(Client(), "/en/office/", **said)


def test_a_link_works_once_and_only_by_its_button(caplog):
    caplog.set_level("DEBUG", logger="django.request")
    mails.invite(office_of("Tehran", code="fa"))
    path, key = link_in(last_mail())
    assert path == "/fa/office/enter/"
    for _ in range(3):
        page = Client().get(path, {"key": key})
        assert page.status_code == 200
        assert not page.cookies
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        html5lib.HTMLParser(strict=True).parse(page.content.decode())
    client = Client()
    assert send(client, path, key=key).status_code == 303
    assert client.get("/fa/office/").status_code == 200
    second = send(Client(), path, key=key)
    assert second.status_code == 410
    assert not second.cookies
    assert path in caplog.text
    assert key not in caplog.text
    assert OfficeSession.objects.count() == 1


def test_the_cookie_is_for_the_office_in_every_language_and_nothing_else(settings):
    settings.SESSION_COOKIE_SECURE = True
    client = browser_of(office_of("Tehran"))
    assert {morsel["path"] for morsel in client.cookies.values()} == {f"/{row.code}/office/" for row in LANGUAGES}
    for name, morsel in client.cookies.items():
        assert name.startswith("__Secure-office-")
        assert morsel["secure"]
        assert morsel["httponly"]
        assert morsel["samesite"] == "Strict"
        assert morsel["max-age"] == 7200


def test_time_ends_links_and_offices():
    address = office_of("Tehran")
    client = browser_of(address)
    mails.send_link(address)
    path, key = link_in(last_mail())
    OfficeLink.objects.update(created_at=timezone.now() - timedelta(minutes=30))
    assert send(Client(), path, key=key).status_code == 410
    OfficeSession.objects.update(began_at=timezone.now() - timedelta(hours=2))
    assert client.get("/en/office/facts/").status_code == 403
    assert "Send me a link" in client.get("/en/office/").content.decode()


@pytest.mark.parametrize("key", ["", "x", "\u06f1", "a" * 3000, "' or 1=1"])
def test_guessed_keys_open_nothing(key):
    assert send(Client(), "/en/office/enter/", key=key).status_code == 410


def test_asking_tells_nothing_of_who_is_invited():
    office_of("Tehran", "known@example.org")
    ended = office_of("Tehran", "ended@example.org")
    ended.ended_at = timezone.now()
    ended.save()
    answers = [ask(email) for email in ("Known@example.org", "unknown@example.org", "ended@example.org")]
    assert len({(answer.status_code, answer.headers["Location"], answer.content) for answer in answers}) == 1
    assert QueuedMail.objects.count() == 1
    assert last_mail()["To"] == "known@example.org"
    pages = {re.sub(r'name="opened" value="[^"]+"', "", Client().get(answers[0].headers["Location"]).content.decode())}
    assert "on its way" in pages.pop()


def test_an_address_of_two_cities_gets_a_link_to_each():
    office_of("Tehran", "both@example.org")
    office_of("Bangkok", "both@example.org")
    ask("both@example.org")
    assert QueuedMail.objects.count() == 2


def test_nobody_is_flooded_with_links():
    office_of("Tehran", "known@example.org")
    assert {ask("known@example.org").status_code for _ in range(6)} == {303}
    assert QueuedMail.objects.count() == 3


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_forms_of_other_sites_are_refused(headers):
    client = browser_of(office_of("Tehran"))
    for path in ("", "enter/", "leave/", "facts/"):
        assert send(client, f"/en/office/{path}", headers=headers).status_code == 403
    assert OfficeSession.objects.count() == 1


@pytest.mark.parametrize("headers", [{"Origin": "http://testserver"}, {"Referer": "http://testserver/"}])
def test_browsers_before_sec_fetch_site_can_use_the_office(headers):
    """Safari before 16.4: the pages let it say where a form comes from, without path and query."""
    mails.invite(office_of("Tehran"))
    path, key = link_in(last_mail())
    assert send(Client(), path, headers=headers, key=key).status_code == 303


def test_leaving_closes_the_office():
    client = browser_of(office_of("Tehran"))
    assert send(client, "/en/office/leave/").status_code == 303
    assert not OfficeSession.objects.exists()
    assert "Send me a link" in client.get("/en/office/").content.decode()


def test_the_proxy_knows_the_office():
    conf = (ROOT / "amf_site/deploy/nginx.conf").read_text(encoding="utf-8")
    rule = re.search(r'"(~\^\\S\* /\(admin[^"]+)"\s+1;', conf)
    assert rule
    personal = re.compile(rule[1].removeprefix("~"))
    assert all(personal.match(f" /{row.code}/office/facts/") for row in LANGUAGES)
    assert not personal.match(" /en/officers/")
    assert not personal.match(" /en/members/office/")
