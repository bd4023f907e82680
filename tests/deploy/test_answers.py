"""Kept answers with the real parts: several processes, Valkey, PostgreSQL and the proxy."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests import servers
from tests.deploy.installation import Site

ADDRESS = "/en/who-we-are/about/"


def timing(site: Site, address: str = ADDRESS) -> str:
    return site.get(address).headers["Server-Timing"]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + servers.PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("it never came about")
        time.sleep(0.1)


RENEW = "from amf_site.answers.changes import renew; renew()"
CHANGE = """
from pages.models import StandardPage
page = StandardPage.objects.get(slug="about", locale__language_code="en")
page.title = {title!r}
page.save_revision().publish()
"""


def change_title(site: Site, title: str) -> None:
    """In a process of its own, like the worker's."""
    servers.manage("shell", "--verbosity=0", "--command", CHANGE.format(title=title), env=site.parts.env)


def version(site: Site) -> int:
    with psycopg.connect(site.parts.env["DATABASE_URL"]) as connection:
        return connection.execute("SELECT number FROM answers_contentversion").fetchone()[0]


def meanwhile_unchanged(site: Site, look: Callable[[], Any]) -> Any:
    """Return what was seen while the content did not change: the worker may still be making files."""
    while True:
        before, seen = version(site), look()
        if version(site) == before:
            return seen


def test_all_processes_have_what_one_has_made(site: Site):
    timings = meanwhile_unchanged(site, lambda: [timing(site) for _ in range(12)])
    assert set(timings[1:]) == {"kept"}


def test_many_readers_at_once_have_it_made_once(site: Site):
    servers.manage("shell", "--verbosity=0", "--command", RENEW, env=site.parts.env)
    with ThreadPoolExecutor(16) as readers:
        timings = meanwhile_unchanged(
            site, lambda: list(readers.map(lambda _: timing(site, "/fa/members/partnerships/"), range(16)))
        )
    assert timings.count("made") <= 1


def test_a_reader_of_any_process_sees_a_change_at_once(site: Site):
    for number in range(3):
        until(lambda: timing(site) == "kept")
        change_title(site, f"About number {number}")
        pages = [site.get(ADDRESS).text for _ in range(8)]
        assert all(f"About number {number}" in page for page in pages)


def test_the_proxy_comes_to_have_a_change(proxied: Site):
    assert proxied.get(ADDRESS).status_code == 200
    change_title(proxied, "About, behind the proxy")
    until(lambda: "About, behind the proxy" in proxied.get(ADDRESS).text)
