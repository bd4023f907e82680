"""``make bench``: readers of a page at the proxy, compared with a file of the same bytes from the same nginx.

Needs wrk (Debian package: wrk).
"""

import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import servers
from tests.deploy.installation import Site

PAGE = "/en/"
CONNECTIONS = (1, 16, 64)
ROUNDS, SECONDS = 3, 3
#: The least share of the file's requests per second that a page reaches.
LEAST = 0.7
#: As if somebody published all the time.
PUBLISH = """
import time
from amf_site.answers.changes import renew
while True:
    renew()
    time.sleep(2)
"""


@contextmanager
def nginx_with_file(content: bytes, headers: dict[str, str]) -> Iterator[str]:
    """Start nginx with one file over TLS; yield its URL."""
    port = servers.free_port()
    with servers.folder("file") as place:
        servers.make_certificate(place)
        (place / "page").write_bytes(content)
        for name in ("tmp", "conf.d"):
            (place / name).mkdir()
        told = " ".join(f'add_header {name} "{value}";' for name, value in headers.items())
        tls = f"ssl_certificate {place}/fullchain.pem; ssl_certificate_key {place}/privkey.pem; http2 on;"
        log = "log_format short '$time_iso8601 $uri $status';"
        file = f"root {place}; default_type 'text/html; charset=utf-8'; {told}"
        (place / "conf.d" / "file.conf").write_text(
            f"{log} server {{ listen {port} ssl; access_log /dev/stdout short; {tls} {file} }}"
        )
        (place / "nginx.conf").write_text(servers.nginx_main(place / "tmp", place / "conf.d"))
        for path in (place, *place.rglob("*")):
            path.chmod(0o755)
        command = [servers.nginx_program(), "-c", place / "nginx.conf", "-e", "stderr"]
        with servers.running(command, f"https://localhost:{port}", servers.listens(port)) as running:
            yield f"{running.url}/page"


@contextmanager
def somebody_who_publishes(site: Site) -> Iterator[None]:
    command = [sys.executable, "manage.py", "shell", "--command", PUBLISH]
    with servers.running(command, "", lambda: True, env=site.parts.env):
        yield


def requests_per_second(url: str, connections: int) -> float:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def share(page: str, file: str, connections: int) -> tuple[float, float]:
    """Return the requests per second of the page, and the median of its shares of those of the file."""
    rounds = [(requests_per_second(page, connections), requests_per_second(file, connections)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in rounds), statistics.median(one / other for one, other in rounds)


@pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is missing (Debian package: wrk)")
def test_a_page_at_the_proxy_is_as_fast_as_a_file(proxied: Site, capsys: pytest.CaptureFixture) -> None:
    answer = proxied.get(PAGE, headers={"Accept-Encoding": "gzip"}, stream=True)
    content = answer.raw.read()
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("Content-Length", "Date", "Server")
    }
    headers = {name: value.replace('"', '\\"') for name, value in headers.items() if name != "Connection"}
    found = {}
    with nginx_with_file(content, headers) as file:
        for connections in CONNECTIONS:
            found["read only", connections] = share(proxied.url + PAGE, file, connections)
        with somebody_who_publishes(proxied):
            for connections in CONNECTIONS:
                found["while somebody publishes", connections] = share(proxied.url + PAGE, file, connections)
    with capsys.disabled():
        print(f"\n\n|  | connections | requests/s | of a file of {len(content):,} bytes |\n|---|---|---|---|")
        for (when, connections), (number, part) in found.items():
            print(f"| {when} | {connections} | {number:,.0f} | {part:.2f} |")
    assert all(part >= LEAST for _, part in found.values())
