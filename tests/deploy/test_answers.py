"""Kept answers with the real parts: several processes, Valkey, PostgreSQL and the proxy."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests import servers
from tests.admin.forms import form_to_publish
from tests.deploy.installation import Site, sign_in

ADDRESS = "/en/who-we-are/about/"


def timing(site: Site, address: str = ADDRESS) -> str:
    return site.get(address).headers["Server-Timing"]


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + servers.PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def change_title(site: Site, title: str) -> None:
    """In the admin, by another process than that which answers next, as it may be."""
    browser = sign_in(site, "editor")
    found = browser.get(f"{site.url}/admin/pages/search/?q=about", timeout=servers.PATIENCE).text
    number = re.search(r"/admin/pages/(\d+)/edit/", found)[1]
    address = f"{site.url}/admin/pages/{number}/edit/"
    form = form_to_publish(address, browser.get(address, timeout=servers.PATIENCE).text)
    form["title"] = [title]
    answer = browser.post(address, form, headers={"Origin": site.url}, timeout=servers.PATIENCE, allow_redirects=False)
    assert answer.status_code == 302, answer.text[:500]


def test_all_processes_have_what_one_has_made(site: Site):
    until(lambda: timing(site) == "kept")
    assert {timing(site) for _ in range(12)} == {"kept"}


def test_many_readers_at_once_have_it_made_once(site: Site):
    with ThreadPoolExecutor(16) as readers:
        address = "/en/members/?country=IR&page=1"
        timings = list(readers.map(lambda _: timing(site, address), range(16)))
    assert timings.count("made") == 1


def test_a_reader_of_any_process_sees_a_change_at_once(site: Site):
    for number in range(3):
        until(lambda: timing(site) == "kept")
        change_title(site, f"About number {number}")
        pages = [site.get(ADDRESS).text for _ in range(8)]
        assert all(f"About number {number}" in page for page in pages)


def test_the_proxy_has_a_change_within_ten_seconds(proxied: Site):
    assert proxied.get(ADDRESS).status_code == 200
    change_title(proxied, "About, behind the proxy")
    until(lambda: "About, behind the proxy" in proxied.get(ADDRESS).text)
