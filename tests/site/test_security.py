"""Headers on every answer, bounded input, throttled login, and files that only have the addresses they should."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from amf_site.demo.editor import NAME, PASSWORD
from amf_site.media.models import SiteDocument
from tests.reading import body_of

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    "/",
    "/en/",
    "/fa/members/tabriz/",
    "/en/nowhere/",
    "/nowhere/",
    "/static/css/site.css",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-en.xml",
    "/sitemap-xx.xml",
    "/-/live",
    "/-/ready",
    "/admin/login/",
    "/documents/999999/x.pdf",
    "/media/images/none.jpg",
    "/en/?q=" + "x" * 5000,
]
HEADERS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
}


def directives(response) -> dict[str, str]:
    parts = [part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_headers_are_on_every_answer(client, address):
    response = client.get(address)
    assert set(response.headers) >= HEADERS
    assert response["X-Content-Type-Options"] == "nosniff"
    assert body_of(response)


@pytest.mark.parametrize("address", [address for address in EVERYWHERE if not address.startswith("/admin/")])
def test_readers_pages_have_the_strict_policy(client, address):
    response = client.get(address)
    policy = directives(response)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["frame-ancestors"] == "'none'"
    assert body_of(response)


def test_the_admin_is_relaxed_only_for_what_wagtail_writes_inline(client):
    policy = directives(client.get("/admin/login/"))
    assert policy["script-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == "'none'"
    assert "http" not in client.get("/admin/login/")["Content-Security-Policy"]


def test_https_is_demanded_and_remembered(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/en/").status_code == 301
    settings.SECURE_HSTS_SECONDS = 63072000
    secure = Client().get("/en/", secure=True)
    assert "max-age=63072000; includeSubDomains; preload" in secure["Strict-Transport-Security"]


def test_only_the_site_s_own_hosts_are_answered():
    assert Client(SERVER_NAME="evil.example").get("/en/").status_code == 400
    assert Client(headers={"x-forwarded-host": "evil.example"}).get("/en/").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?q=" + "(" * 1500,
        "?q=%00",
        "?q=" + "word%20" * 400,
        "?q='%20OR%201=1--",
        "?q=%E2%80%AE%D8%AA",
        "?q[]=1&q=2",
        "?page=abc&unknown=1",
        "?q=%25%5F%5C",
        "?q=%FF%FE",
        "?" + "a" * 5000,
    ],
)
def test_a_hostile_query_is_answered_clearly(client, query):
    for address in ("/en/search/", "/fa/search/", "/en/", "/en/members/", "/sitemap.xml", "/sitemap-en.xml"):
        assert client.get(address + query).status_code in (200, 400)


def test_search_words_are_printed_as_words(client):
    page = client.get("/en/search/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


class TestLogin:
    def log_in(self, client, password):
        return client.post("/admin/login/", {"username": NAME, "password": password})

    def test_wrong_passwords_lock_the_name_for_that_address(self, client):
        for _ in range(5):
            last = self.log_in(client, "wrong")
        assert last.status_code == 429
        assert self.log_in(client, PASSWORD).status_code == 429
        elsewhere = Client(REMOTE_ADDR="10.9.8.7")
        assert self.log_in(elsewhere, PASSWORD).status_code == 302

    def test_the_session_cookie_is_closed_to_scripts_and_other_sites(self, client):
        self.log_in(client, PASSWORD)
        cookie = client.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_nobody_is_sent_to_another_site_after_login(self, client):
        response = client.post(
            "/admin/login/?next=https://evil.example/",
            {"username": NAME, "password": PASSWORD, "next": "//evil.example"},
        )
        assert "evil" not in response["Location"]


def a_document() -> SiteDocument:
    return SiteDocument.objects.create(title="Report", file=ContentFile(b"a,b\n", name="report.csv"), file_size=4)


class TestFiles:
    def test_originals_and_documents_have_no_direct_address(self, client):
        from amf_site.media.models import SiteImage

        for name in (SiteImage.objects.first().file.name, a_document().file.name):
            for address in (f"/media/{name}", f"/media/images/../{name}", f"/media/images/%2e%2e/{name}"):
                assert client.get(address).status_code == 404

    def test_renditions_can_be_kept_for_ever(self, client):
        from amf_site.media.models import SiteRendition

        response = client.get(SiteRendition.objects.first().url)
        assert response.status_code == 200
        assert "immutable" in response["Cache-Control"]
        assert body_of(response)

    def test_documents_are_served_by_the_view(self, client):
        response = client.get(a_document().url)
        assert response.status_code == 200
        assert body_of(response)


def test_security_txt_names_the_contact_once_there_is_one(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org" in text
    assert "Expires: " in text


class TestFaults:
    def test_500_needs_no_database(self, django_assert_num_queries, rf):
        from pages.errors import server_error

        with django_assert_num_queries(0):
            response = server_error(rf.get("/en/"))
        assert response.status_code == 500
        assert b"<h1" in response.content

    def test_ready_says_when_the_database_is_gone(self, client, monkeypatch):
        from django.db import OperationalError

        from amf_site import views

        def gone(*args):
            raise OperationalError

        monkeypatch.setattr(views.connection, "cursor", gone)
        assert client.get("/-/ready").status_code == 503
        assert client.get("/-/live").status_code == 200

    def test_pages_live_without_the_cache_server(self, client, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "amf_site.caching.FailOpenRedisCache",
                "LOCATION": "redis://127.0.0.1:1/0",
                "OPTIONS": {"socket_connect_timeout": 0.25, "retry": None},
            }
        }
        assert client.get("/en/members/tabriz/").status_code == 200


def test_pages_may_be_kept_shortly_and_never_with_a_session(client, editor):
    anonymous = Client().get("/en/")
    assert "max-age=5," in anonymous["Cache-Control"]
    assert "Cookie" not in anonymous.get("Vary", "")
    assert "public" not in editor.get("/en/").get("Cache-Control", "")
