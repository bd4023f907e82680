"""``make bench``: what each type of page costs when it is made and when it is kept.

The unit is a floor: the processor time of a bare Django view that returns the same bytes, in the same server with the
same settings. Only the server's own time counts, not that of database, cache and client.
"""

import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from django.db import connection
from django.test import Client

from tests import servers
from tests.deploy.installation import Site
from tests.deploy.test_answers import meanwhile_unchanged

PAGES = {
    "landing": "/en/",
    "text": "/en/who-we-are/about/",
    "plan": "/en/who-we-are/strategic-plan/",
    "directory": "/en/members/",
    "city": "/en/members/tabriz/",
    "search": "/en/search/?q=tabriz",
    "events": "/en/events/",
    "event": "/en/events/general-assembly-bangkok-2012/",
    "news": "/en/news/",
    "article": "/en/news/general-assembly-in-tehran-2025/",
    "documents": "/en/documents/",
    "bodies": "/en/who-we-are/governance/",
}
#: The most floors of a page that is made and, in the median, of a kept page and of a 304; the most queries of any page.
MOST_MADE, MOST_KEPT, MOST_QUERIES = 100, 2.5, 15
#: A kept page costs at most this part of a page that is made.
MOST_OF_MADE = 0.1
#: Pages of which nothing is kept.
NEVER_KEPT = {"search"}
#: Rounds of each measurement, and requests in a round.
ROUNDS, REQUESTS = 7, 15
#: A request with this header is a reader's of whom nothing is kept.
ANEW = {"Authorization": "none"}


@pytest.fixture(scope="module")
def floor() -> Iterator[servers.Server]:
    port = servers.free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "amf_site/deploy/gunicorn.conf.py"]
    command += ["--bind", f"127.0.0.1:{port}", "tests.deploy.floor:application"]
    env = servers.production_env(WEB_WORKERS="2")
    with servers.running(command, f"http://127.0.0.1:{port}", servers.listens(port), env=env) as server:
        yield server


def processor_time(server: servers.Server) -> float:
    """Return the milliseconds for which the workers of a gunicorn have run so far."""
    master = server.process.pid
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    threads = (path for worker in workers for path in Path(f"/proc/{worker}/task").glob("*/schedstat"))
    return sum(int(path.read_text().split()[0]) for path in threads) / 1e6


def cost(server: servers.Server, ask: Callable[[], requests.Response], status: int = 200) -> float:
    """Return the milliseconds of one request."""
    before = processor_time(server)
    for _ in range(REQUESTS):
        assert ask().status_code == status
    return (processor_time(server) - before) / REQUESTS


def queries(address: str) -> int:
    """Return the number of queries with which a page is made, in this process."""
    asked = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    client = Client(headers=ANEW)
    client.get(address)
    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200
    return len(asked)


def compared(site: Site, floor: servers.Server, address: str) -> tuple[int, dict[str, float]]:
    """Return the bytes of a page, and the costs of its answers in floors: made, kept and 304."""
    session, application = site.browser(), site.processes[-1]
    url, size = site.url + address, len(session.get(site.url + address, headers=ANEW).content)
    etag = session.get(url).headers.get("ETag", "")
    asked = {
        "floor": (floor, lambda: session.get(f"{floor.url}/{size}/"), 200),
        "made": (application, lambda: session.get(url, headers=ANEW), 200),
        "kept": (application, lambda: session.get(url, headers={"Accept-Encoding": "gzip"}), 200),
        "304": (application, lambda: session.get(url, headers={"If-None-Match": etag}), 304 if etag else 200),
    }

    def measure() -> dict[str, float]:
        return {name: cost(server, ask, status) for name, (server, ask, status) in asked.items()}

    # While the worker makes files, the content changes, and kept pages are made again.
    rounds = [meanwhile_unchanged(site, measure) for _ in range(ROUNDS + 1)]
    found = {name: statistics.median(each[name] for each in rounds[1:]) for name in asked}
    return size, {name: found[name] / found["floor"] for name in asked} | {"ms": found["floor"]}


@pytest.mark.django_db
def test_pages_made_and_kept(site: Site, floor: servers.Server, capsys: pytest.CaptureFixture) -> None:
    table = {}
    for name, address in PAGES.items():
        table[name] = queries(address), *compared(site, floor, address)
    with capsys.disabled():
        print("\n\n| page | queries | bytes | floor, ms | made, floors | kept, floors | 304, floors |")
        print("|---|---|---|---|---|---|---|")
        for name, (asked, size, cost) in table.items():
            kept = ("–", "–") if name in NEVER_KEPT else (f"{cost['kept']:.2f}", f"{cost['304']:.2f}")
            print(f"| {name} | {asked} | {size:,} | {cost['ms']:.2f} | {cost['made']:.1f} | {kept[0]} | {kept[1]} |")
    for name, (asked, _size, cost) in table.items():
        assert asked <= MOST_QUERIES, name
        assert cost["made"] <= MOST_MADE, name
        assert name in NEVER_KEPT or cost["kept"] < MOST_OF_MADE * cost["made"], name
    for kind in ("kept", "304"):
        found = [cost[kind] for name, (_asked, _size, cost) in table.items() if name not in NEVER_KEPT]
        assert statistics.median(found) <= MOST_KEPT, kind
