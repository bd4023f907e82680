"""The contact form as readers send it: without script and cookie, over TLS, through nginx."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import servers
from tests.deploy.forms import mails_to, opened, post, said
from tests.deploy.installation import assert_security_headers, sign_in

WORDS = {
    "topic": "website",
    "message": "سلام\n\nThe map has no legend.",
    "name": "Mina",
    "email": "mina@example.org",
    "language": "fa",
    "subject": "",
}


def fill_in(site, code: str, **words: str) -> tuple[str, dict[str, str]]:
    """Return the path of the form, and what a browser sends that has opened it."""
    path = f"/{code}/contact/"
    page = site.get(path)
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "public" in page.headers["Cache-Control"]
    return path, WORDS | opened(site, path) | words


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_a_message_arrives_and_both_sides_get_their_mail(proxied, code):
    path, words = fill_in(proxied, code, email=f"{code}@example.org")
    answer = post(proxied, path, data=words)
    assert answer.status_code == 303, answer.text[:500]
    receipt = proxied.get(answer.headers["Location"])
    assert receipt.status_code == 200
    assert receipt.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Referrer-Policy"] == "strict-origin"
    (reference,) = set(re.findall(r"AMF-\d{4}-\d{4}", receipt.text))
    # Sent again, as by an impatient reader: the same receipt, no second message.
    assert post(proxied, path, data=words).headers["Location"] == answer.headers["Location"]
    (mail,) = mails_to(proxied, f"{code}@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    inbox = sign_in(proxied, "editor").get(
        f"{proxied.url}/admin/snippets/public_forms/message/", timeout=servers.PATIENCE
    )
    assert inbox.text.count(f">{reference}<") + inbox.text.count(f"{reference}\n") >= 1


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_refusals_are_pages_in_the_language_of_the_reader(proxied, code):
    path, words = fill_in(proxied, code)
    elsewhere = {"Origin": "https://evil.example"}
    cases = [
        (403, "The form did not come from this site", post(proxied, path, data=words, headers=elsewhere)),
        (422, "Please look at this again", post(proxied, path, data=words | {"email": "mina@\nexample.org"})),
        (413, "Too much was sent", post(proxied, path, data=words | {"more": "a" * 10_000_000})),
    ]
    for status, reason, answer in cases:
        assert answer.status_code == status
        assert said(reason, code) in answer.text
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
    path, words = fill_in(proxied, "en", message="Another one", email="log@example.org")
    assert "?key=" in post(proxied, path, data=words).headers["Location"]


def test_forms_that_arrive_at_once_get_references_of_their_own(site):
    """From eight readers, and one of them presses the button four times."""
    path, words = fill_in(site, "en", email="at-once@example.org")

    def send(number: int) -> str:
        reader = min(number, 8)
        sent = words if reader == 8 else words | {"name": f"Reader {reader}"}
        with site.browser(f"198.51.100.{reader}") as browser:
            answer = post(site, path, browser, data=sent)
        assert answer.status_code == 303, answer.text[:500]
        return answer.headers["Location"]

    with ThreadPoolExecutor(12) as readers:
        receipts = list(readers.map(send, range(12)))
    assert len(set(receipts)) == 9
    assert len(set(receipts[8:])) == 1
    references = {re.search(r"AMF-\d{4}-\d{4}", site.get(path).text)[0] for path in set(receipts)}
    assert len(references) == 9
