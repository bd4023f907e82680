"""A part of the site goes away or goes silent: who does not need it notices nothing, who does is told to come back."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from email import message_from_bytes
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from amf_site.accounts import limits
from amf_site.languages import LANGUAGES
from tests import gates, servers
from tests.deploy.installation import Parts, Site, sign_in, token_in

#: Threads of the application server, fewer than the readers that come at once here.
THREADS = 4


@dataclass
class Fragile(Site):
    """A site whose parts can be taken away."""

    database: gates.Gate | None = None
    store: gates.Gate | None = None
    cache: gates.Gate | None = None


@pytest.fixture(scope="module")
def fragile(parts: Parts) -> Iterator[Fragile]:
    port = servers.free_port()
    with ExitStack() as running:
        env = parts.env | {"SITE_URL": f"http://127.0.0.1:{port}", "WEB_WORKERS": "1", "WEB_THREADS": str(THREADS)}
        ways = {}
        for name in ("DATABASE_URL", "S3_ENDPOINT_URL", "CACHE_URL"):
            address = urlsplit(env[name])
            ways[name] = running.enter_context(gates.gate(address.port))
            env[name] = env[name].replace(f":{address.port}", f":{ways[name].port}")
        server = running.enter_context(servers.gunicorn(env, port))
        yield Fragile(server.url, replace(parts, env=env), None, (server,), *ways.values())


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + servers.PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("it never came about")
        time.sleep(0.2)


def pictures_of(site: Site, path: str = "/en/members/tabriz/") -> list[str]:
    return sorted(set(re.findall(r"/media/images/[^\s\"',]+", site.get(path).text)))


def assert_told_to_come_back(answer: requests.Response) -> None:
    assert answer.status_code == 503, answer.url
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"]


def test_readers_of_every_language_are_told_while_the_database_is_away(fragile):
    with fragile.database.closed():
        for language in LANGUAGES:
            answer = fragile.get(f"/{language.code}/")
            assert_told_to_come_back(answer)
            assert f'<html lang="{language.code}" dir="{language.direction}"' in answer.text
        headings = {re.search("<h1>.+</h1>", fragile.get(f"/{row.code}/").text)[0] for row in LANGUAGES}
        assert len(headings) == len(LANGUAGES)
        sitemaps = ("/sitemap.xml", "/sitemap-fa.xml")
        for path in ("/en/search/?q=tabriz", "/fa/members/", "/admin/", *sitemaps, "/en/no-such-page/"):
            assert_told_to_come_back(fragile.get(path, cookies={"sessionid": "x" * 32}))
        assert fragile.get("/-/live").status_code == 200
        assert fragile.get("/-/ready").status_code == 503
    wait_until(lambda: fragile.get("/en/").status_code == 200)


@pytest.mark.parametrize("fault", ["closed", "silent"])
def test_pages_are_read_without_the_cache(fragile, fault):
    with getattr(fragile.cache, fault)():
        for path in ("/", "/en/", "/fa/members/tabriz/", "/-/ready"):
            assert fragile.get(path).status_code == 200, path
        sign_in(fragile, "editor")


def test_pages_are_read_while_the_store_is_silent_and_pictures_are_for_later(fragile):
    pictures = pictures_of(fragile)
    assert pictures
    with fragile.store.silent(), ThreadPoolExecutor(3 * THREADS) as readers:
        asked = [pictures[number % len(pictures)] for number in range(3 * THREADS)]
        for answer in readers.map(lambda path: requests.get(fragile.url + path, timeout=servers.PATIENCE), asked):
            assert_told_to_come_back(answer)
        assert_told_to_come_back(fragile.get("/fa/who-we-are/strategic-plan/download/"))
        for path in ("/-/live", "/en/", "/fa/members/tabriz/"):
            assert fragile.get(path).status_code == 200, path
    wait_until(lambda: fragile.get(pictures[0]).status_code == 200)
    assert fragile.get("/fa/who-we-are/strategic-plan/download/").content.startswith(b"%PDF-")
    assert fragile.get("/media/images/no-such-picture.webp").status_code == 404


def test_pictures_are_for_later_while_the_store_is_away(fragile):
    pictures = pictures_of(fragile)
    with fragile.store.closed():
        assert_told_to_come_back(fragile.get(pictures[0]))
        assert_told_to_come_back(fragile.get("/en/who-we-are/strategic-plan/download/"))
        assert fragile.get("/en/members/tabriz/").status_code == 200
    wait_until(lambda: fragile.get(pictures[0]).status_code == 200)


def queued(site: Site) -> int:
    with psycopg.connect(site.parts.env["DATABASE_URL"]) as connection:
        return connection.execute("SELECT count(*) FROM mail_queuedmail").fetchone()[0]


def ask_for_password(site: Site, email: str, address: str) -> int:
    browser = site.browser(address)
    form = browser.get(f"{site.url}/admin/password_reset/", timeout=servers.PATIENCE)
    answer = browser.post(
        form.url,
        {"email": email, "csrfmiddlewaretoken": token_in(form)},
        headers={"Origin": site.url},
        allow_redirects=False,
        timeout=servers.PATIENCE,
    )
    return answer.status_code


def test_nobody_waits_for_a_silent_mail_server_and_each_mail_is_sent_once(fragile):
    letters, way = fragile.parts.mail.letters, fragile.parts.way_to_mail
    # What other outages gave reason to write is out first.
    wait_until(lambda: queued(fragile) == 0)
    names = ("editor@example.org", "translator@example.org", "chief@example.org")
    expected = len(names) * limits.FOR_A_NAME
    before = len(letters)
    strangers = [f"stranger{number}@example.org" for number in range(7)]
    # As many for each name as it may ask for: of more at the same moment all might be refused.
    asked = [name for name in (*names, *strangers) for _ in range(limits.FOR_A_NAME)]
    with way.silent():
        with ThreadPoolExecutor(len(asked)) as people:
            networks = [f"203.0.113.{number}" for number in range(len(asked))]
            statuses = list(people.map(lambda *asking: ask_for_password(fragile, *asking), asked, networks))
        assert statuses == [302] * 30
        assert [ask_for_password(fragile, name, "203.0.113.100") for name in names] == [429] * 3
        for path in ("/-/live", "/-/ready", "/en/"):
            assert fragile.get(path).status_code == 200, path
        wait_until(lambda: queued(fragile) >= expected)
        assert len(letters) == before
    wait_until(lambda: queued(fragile) == 0)
    # A store that was away is told to publishers of PDFs meanwhile.
    sent = [letter for letter in letters[before:] if "PDF" not in message_from_bytes(letter[1])["Subject"]]
    assert Counter(recipient for recipients, _ in sent for recipient in recipients) == dict.fromkeys(names, 3)
    assert len({message_from_bytes(content)["Message-ID"] for _, content in sent}) == expected
