"""The contact form as readers send it: without script and cookie, over TLS, through nginx."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.utils.translation import gettext, override

from tests import servers
from tests.deploy.installation import assert_security_headers, sign_in

WORDS = {
    "topic": "website",
    "message": "سلام\n\nThe map has no legend.",
    "name": "Mina",
    "email": "mina@example.org",
    "language": "fa",
    "subject": "",
}


def said(words: str, code: str) -> str:
    with override(code):
        return gettext(words)


def fill_in(site, code: str, **words: str) -> tuple[str, str]:
    """Open the page, wait as long as a person needs, and return its address and what a browser would send."""
    page = site.get(f"/{code}/contact/")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "public" in page.headers["Cache-Control"]
    opened = re.search(r'name="opened" value="([^"]+)"', page.text)
    assert opened
    time.sleep(4)  # the form refuses what is sent within three seconds
    return f"{site.url}/{code}/contact/", urlencode(WORDS | {"opened": opened[1]} | words)


def send(site, address: str, body: str, **headers: str):
    with site.browser() as browser:
        return browser.post(
            address,
            body.encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": site.url} | headers,
            timeout=servers.PATIENCE,
            allow_redirects=False,
        )


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_a_message_arrives_and_both_sides_get_their_mail(proxied, code):
    address, body = fill_in(proxied, code, email=f"{code}@example.org")
    answer = send(proxied, address, body)
    assert answer.status_code == 303, answer.text[:500]
    receipt = proxied.get(answer.headers["Location"])
    assert receipt.status_code == 200
    assert receipt.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Referrer-Policy"] == "strict-origin"
    (reference,) = set(re.findall(r"AMF-\d{4}-\d{4}", receipt.text))
    # Sent again, as by an impatient reader: the same receipt, no second message.
    assert send(proxied, address, body).headers["Location"] == answer.headers["Location"]
    deadline = time.monotonic() + servers.PATIENCE
    letters: list = []
    while not letters and time.monotonic() < deadline:
        letters = [
            content for recipients, content in proxied.parts.mail.letters if recipients == [f"{code}@example.org"]
        ]
        time.sleep(0.2)
    assert len(letters) == 1
    assert b"Auto-Submitted: auto-generated" in letters[0]
    inbox = sign_in(proxied, "editor").get(
        f"{proxied.url}/admin/snippets/public_forms/message/", timeout=servers.PATIENCE
    )
    assert inbox.text.count(f">{reference}<") + inbox.text.count(f"{reference}\n") >= 1


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_refusals_are_pages_in_the_language_of_the_reader(proxied, code):
    address, body = fill_in(proxied, code)
    cases = [
        (403, "The form did not come from this site", send(proxied, address, body, Origin="https://evil.example")),
        (422, "Please look at this again", send(proxied, address, body.replace("mina%40", "mina%40%0A"))),
        (413, "Too much was sent", send(proxied, address, body + "&more=" + "a" * 10_000_000)),
    ]
    for status, words, answer in cases:
        assert answer.status_code == status
        assert said(words, code) in answer.text
        assert f'lang="{code}"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert_security_headers(answer) if status != 422 else None


def test_what_is_too_large_is_refused_by_the_proxy_in_words_elsewhere_too(proxied):
    with proxied.browser() as browser:
        answer = browser.post(f"{proxied.url}/-/live", data=b"a" * 100_000, timeout=servers.PATIENCE)
    assert answer.status_code == 413
    assert "<h1>" in answer.text


def test_the_key_of_the_receipt_is_in_no_log(proxied):
    """The proxy logs no query string, which the format says."""
    log_format = re.search(r"log_format anonymous '([^']+)'", (servers.ROOT / "amf_site/deploy/nginx.conf").read_text())
    assert log_format
    assert not re.search(r"\$(request_uri|args|query_string|request\b)", log_format[1])
    address, body = fill_in(proxied, "en", message="Another one", email="log@example.org")
    assert "?key=" in send(proxied, address, body).headers["Location"]


def test_forms_that_arrive_at_once_get_references_of_their_own(site):
    """From eight readers, and one of them presses the button four times."""
    address, body = fill_in(site, "en", email="at-once@example.org")
    bodies = [body.replace("Mina", f"Reader {number}".replace(" ", "+")) for number in range(8)] + [body] * 4

    def post(number: int) -> str:
        reader = number if number < 8 else 8
        answer = send(site, address, bodies[number], **{"X-Forwarded-For": f"198.51.100.{reader}"})
        assert answer.status_code == 303, answer.text[:500]
        return answer.headers["Location"]

    with ThreadPoolExecutor(12) as readers:
        receipts = list(readers.map(post, range(12)))
    assert len(set(receipts)) == 9
    assert len(set(receipts[8:])) == 1
    references = {re.search(r"AMF-\d{4}-\d{4}", site.get(path).text)[0] for path in set(receipts)}
    assert len(references) == 9
