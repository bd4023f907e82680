"""Links with a secret, from mails that arrive, through the proxy with TLS: they work once, and no log has them."""

import re
from typing import Any

import pytest
import requests

from tests import pdf_files, servers
from tests.deploy.forms import mails_to, opened, post
from tests.deploy.installation import Site
from tests.members.joining import ANSWERS

#: ``SITE_URL`` of the worker.
WORKERS_URL = "https://example.org"


def link_in(mail: Any, site: Site) -> str:
    """Return the path of the link in a mail, with its secret.

    The worker may have written the mail: here it calls the site by another name than the proxy does.
    """
    text = mail.get_body(("plain",)).get_content()
    found = re.search(rf"(?:{re.escape(site.url)}|{WORKERS_URL})(/\S+\?(?:key|draft)=[\w-]{{20,}})", text)
    assert found, text
    return found[1]


def assert_is_personal(answer: requests.Response) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def assert_in_no_log(site: Site, path: str) -> None:
    secret = path.partition("=")[2]
    assert len(secret) > 20
    log = site.logs()
    assert path.partition("?")[0] in log  # the request itself is there
    assert secret not in log


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_letters_are_confirmed_and_left_by_one_click(proxied: Site, code: str):
    address = f"letters-{code}@example.org"
    form = opened(proxied, f"/{code}/letters/") | {"email": address, "language": code}
    answer = post(proxied, f"/{code}/letters/", data=form)
    assert answer.status_code == 303, answer.text[:300]
    link = link_in(mails_to(proxied, address)[0], proxied)
    shown = proxied.get(link)
    assert_is_personal(shown)
    confirmed = post(proxied, link)
    assert confirmed.status_code == 200
    assert_is_personal(confirmed)
    assert post(proxied, link).status_code == 404
    assert_in_no_log(proxied, link)


def send_a_letter(site: Site) -> None:
    command = (
        "from members.letters import sending; from members.models import *;"
        "letter = Letter.objects.create(name='Trial');"
        "page = NewsPage.objects.live().filter(locale__language_code='en').first();"
        "LetterItem.objects.create(letter=letter, page=page); sending.start(letter); sending.send_due()"
    )
    servers.manage("shell", "--verbosity=0", "--command", command, env=site.parts.env)


def test_mail_providers_let_many_readers_leave_from_one_address(proxied: Site):
    """RFC 8058: a POST without cookie, origin or referrer; far more than a person would send in a minute."""
    address = "leaving@example.org"
    form = opened(proxied, "/en/letters/") | {"email": address, "language": "en"}
    assert post(proxied, "/en/letters/", data=form).status_code == 303
    post(proxied, link_in(mails_to(proxied, address)[0], proxied))
    proxied.parts.mail.letters.clear()
    send_a_letter(proxied)
    letter = mails_to(proxied, address)[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>").removeprefix(proxied.url).removeprefix(WORKERS_URL)
    assert link_in(letter, proxied).partition("?")[2]
    with proxied.browser("192.0.2.1") as provider:
        provider.headers["User-Agent"] = "Mail provider"
        one_click = {"data": {"List-Unsubscribe": "One-Click"}, "timeout": servers.PATIENCE}
        assert provider.get(proxied.url + link, timeout=servers.PATIENCE).status_code == 200
        assert {provider.post(proxied.url + link, **one_click).status_code for _ in range(120)} == {200}
    assert_in_no_log(proxied, link)


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_the_draft_of_an_application(proxied: Site, code: str):
    path = f"/{code}/join/apply/"
    form = ANSWERS | opened(proxied, path) | {"leave": "1", "email": f"draft-{code}@example.org"}
    saved = post(proxied, path, data=form, files=[("attachments", ("letter.pdf", pdf_files.plain()))])
    assert saved.status_code == 303, saved.text[:300]
    link = saved.headers["Location"].replace("saved/", "")
    for address in (saved.headers["Location"], link):
        assert_is_personal(proxied.get(address))
    # Refused by the proxy itself, with the secret in the address.
    assert post(proxied, link, data=b"0" * (17 * 1024 * 1024)).status_code == 413
    assert_in_no_log(proxied, link)
