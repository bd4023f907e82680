"""The site as readers meet it: through nginx with the rules of an installation."""

import http.client
import re
import ssl
import time
from urllib.parse import urlsplit

import pytest
import requests

from tests import servers
from tests.deploy.installation import Site, assert_security_headers, sign_in

EVERY_KIND = (
    "/",
    "/en/",
    "/fa/members/",
    "/en/search/?q=tabriz",
    "/en/no-such-page/",
    "/fa/who-we-are/strategic-plan/download/",
    "/sitemap.xml",
    "/sitemap-fa.xml",
    "/robots.txt",
    "/-/live",
)


def body_of(site, path: str, cookies: str = "") -> tuple[int, int, bytes]:
    """Status, announced length and what really came; a browser shows nothing of an answer that ends early."""
    address = urlsplit(site.url)
    context = ssl.create_default_context(cafile=str(site.certificate))
    connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=servers.PATIENCE, context=context)
    try:
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        announced = answer.headers["Content-Length"]
        body = answer.read()
        return answer.status, int(announced) if announced else len(body), body
    finally:
        connection.close()


@pytest.mark.parametrize("path", EVERY_KIND)
def test_answers_come_whole(proxied, path):
    status, announced, body = body_of(proxied, path)
    deadline = time.monotonic() + servers.PATIENCE
    while (
        status == 503 and time.monotonic() < deadline
    ):  # the first reader of a page waits until its pictures are drawn
        status, announced, body = body_of(proxied, path)
    assert status in (200, 404)
    assert len(body) == announced > 0


def cookies_of(browser) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)


def test_preview_of_a_translation_comes_whole(proxied):
    """It is a page from which scripts have been taken: what is announced is what is left."""
    browser = sign_in(proxied, "translator")
    board = browser.get(f"{proxied.url}/admin/translations/", timeout=servers.PATIENCE)
    translation = re.search(r"/admin/translations/(\d+)/", board.text)
    assert translation, board.text[:500]
    path = f"/admin/translations/{translation[1]}/preview/"
    status, announced, body = body_of(proxied, path, cookies_of(browser))
    assert status == 200
    assert len(body) == announced
    assert body.rstrip().endswith(b"</html>")
    assert b"<script" not in body


def test_drafts_are_looked_at_whole(proxied):
    """Wagtail, too, answers with the answer to a request that it makes up."""
    browser = sign_in(proxied, "chief")
    pages = set(
        re.findall(r"/admin/pages/(\d+)/edit/", browser.get(f"{proxied.url}/admin/", timeout=servers.PATIENCE).text)
    )
    pages |= set(
        re.findall(
            r"/admin/pages/(\d+)/edit/", browser.get(f"{proxied.url}/admin/pages/", timeout=servers.PATIENCE).text
        )
    )
    assert pages
    for page in sorted(pages)[:5]:
        status, announced, body = body_of(proxied, f"/admin/pages/{page}/view_draft/", cookies_of(browser))
        assert status == 200
        assert len(body) == announced
        assert body.rstrip().endswith(b"</html>")


def refusals(site):
    """Requests that the proxy answers itself, and with what."""
    browser = site.browser()
    yield 413, browser.post(f"{site.url}/en/?q=secret", data=b"x" * 100_000, timeout=servers.PATIENCE)
    yield 414, browser.get(f"{site.url}/{'a' * 9000}?q=secret", timeout=servers.PATIENCE)
    yield 400, browser.get(f"{site.url}/en/?q=secret", headers={"X-Long": "x" * 40_000}, timeout=servers.PATIENCE)
    answer = None
    for _number in range(20):
        answer = browser.post(
            f"{site.url}/admin/password_reset/?q=secret", data={"email": "a@example.org"}, timeout=servers.PATIENCE
        )
        if answer.status_code == 429:
            break
    yield 429, answer


def test_what_the_proxy_says_itself_has_words_and_the_security_headers(proxied):
    for status, answer in refusals(proxied):
        assert answer.status_code == status
        assert_security_headers(answer, own_page=True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert 'lang="fa"' in answer.text
        assert bool(answer.headers.get("Retry-After")) == (status == 429)


def test_logs_of_the_proxy_name_no_reader_and_no_search():
    with servers.nginx(servers.free_port(), servers.free_port()) as proxy:
        site = Site(proxy.url, None, proxy.certificate)
        for path in ("/en/search/?q=secret", "/admin/?q=secret", "/en/%00?q=secret"):
            site.get(path)
        list(refusals(site))
        said = proxy.output()
    assert " GET /en/search/ 503 " in said
    assert "secret" not in said
    assert "127.0.0.1, " not in said
    assert "client:" not in said


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:"),
        ("2001:db8:1:2::6", "2001:db8:1:2:"),
        ("2001:db8:1:2:3::", "2001:db8:1:2:"),
        ("2001:db8::6", "2001:db8::"),
        ("2001:db8:1::", "2001:db8:1::"),
        ("::1", "::"),
    ],
)
def test_the_proxy_counts_a_network_of_ipv6_as_one_reader(address, network):
    """nginx's own map, filled with an address that a client on this machine could not have."""
    rules = (servers.DEPLOY / "nginx.conf").read_text()
    table = re.search(r"map \$remote_addr \$reader \{.*?\n\}", rules, re.DOTALL)[0]
    port = servers.free_port()
    own = f"""
        {table.replace("$remote_addr", "$arg_address", 1).replace("$remote_addr;", "$arg_address;")}
        server {{ listen 127.0.0.1:{port}; access_log off; location / {{ return 200 $reader; }} }}
    """
    with servers.folder("nginx") as place:
        (place / "rules").mkdir()
        (place / "rules" / "own.conf").write_text(own)
        (place / "nginx.conf").write_text(servers.nginx_main(place, place / "rules"))
        command = [servers.nginx_program(), "-c", place / "nginx.conf", "-e", "stderr"]
        with servers.running(command, f"http://127.0.0.1:{port}/", servers.listens(port)) as proxy:
            # As it is: nginx looks at an argument before it is decoded.
            assert requests.get(f"{proxy.url}?address={address}", timeout=servers.PATIENCE).text == network
