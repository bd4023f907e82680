"""Links with a secret, from mails that arrive, through the proxy with TLS: they work once, and no log has them."""

import re
import time
from email import message_from_bytes, policy
from typing import Any

import pytest
import requests
from django.utils.translation import gettext, override

from tests import pdf_files, picture_files, servers
from tests.deploy.installation import Site
from tests.members.joining import ANSWERS


def said(words: str, code: str) -> str:
    with override(code):
        return gettext(words)


def opened(site: Site, path: str, browser: requests.Session | None = None) -> dict[str, str]:
    """Open a form, wait as long as a person needs, and return its hidden fields."""
    ask = browser or site.browser()
    page = ask.get(site.url + path, timeout=servers.PATIENCE)
    assert page.status_code == 200, path
    found = re.search(r'name="opened" value="([^"]+)"', page.text)
    assert found
    time.sleep(4)  # the form refuses what is sent within three seconds
    return {"opened": found[1], "subject": ""}


def post(site: Site, path: str, browser: requests.Session | None = None, **options: Any) -> requests.Response:
    """Send a form as a browser does that is too old for ``Sec-Fetch-Site``."""
    ask = browser or site.browser()
    options = {"headers": {"Origin": site.url}, "allow_redirects": False, "timeout": servers.PATIENCE} | options
    return ask.post(site.url + path, **options)


def mail_to(site: Site, address: str) -> Any:
    deadline = time.monotonic() + servers.PATIENCE
    while time.monotonic() < deadline:
        for recipients, content in list(site.parts.mail.letters):
            if recipients == [address]:
                return message_from_bytes(content, policy=policy.default)
        time.sleep(0.2)
    raise AssertionError(f"no mail has come to {address}")


def link_in(mail: Any, site: Site) -> str:
    """Return the path of the link in a mail, with its secret."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(rf"{re.escape(site.url)}(/\S+\?(?:key|draft)=[\w-]{{20,}})", text)
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
    link = link_in(mail_to(proxied, address), proxied)
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
    post(proxied, link_in(mail_to(proxied, address), proxied))
    proxied.parts.mail.letters.clear()
    send_a_letter(proxied)
    letter = mail_to(proxied, address)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>").removeprefix(proxied.url)
    assert link_in(letter, proxied).partition("?")[2]
    with proxied.browser("192.0.2.1") as provider:
        provider.headers["User-Agent"] = "Mail provider"
        one_click = {"data": {"List-Unsubscribe": "One-Click"}, "timeout": servers.PATIENCE}
        assert provider.get(proxied.url + link, timeout=servers.PATIENCE).status_code == 200
        assert {provider.post(proxied.url + link, **one_click).status_code for _ in range(120)} == {200}
    assert_in_no_log(proxied, link)


INVITE = """
from members.models import City
from members.office import mails
from members.office.models import OfficeAddress
mails.invite(OfficeAddress.objects.create(city=City.objects.get(name="Tabriz"), email={email!r}, language={code!r}))
"""


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_the_office_of_a_city(proxied: Site, code: str):
    email = f"office-{code}@example.org"
    servers.manage("shell", "--verbosity=0", "--command", INVITE.format(email=email, code=code), env=proxied.parts.env)
    link = link_in(mail_to(proxied, email), proxied)
    for _ in range(2):  # programs that examine mail open links
        assert_is_personal(proxied.get(link))
    path, _, query = link.partition("?")
    office = proxied.browser()
    entered = post(proxied, path, office, data={"key": query.removeprefix("key=")})
    assert entered.status_code == 303, entered.text[:300]
    assert {cookie.path for cookie in office.cookies} > {"/en/office/", "/fa/office/"}
    assert all(cookie.secure and cookie.name.startswith("__Secure-office-") for cookie in office.cookies)
    home = f"/{code}/office/"
    inside = office.get(proxied.url + home, timeout=servers.PATIENCE)
    assert any(name in inside.text for name in ("Tabriz", "تبریز", "タブリーズ"))
    assert_is_personal(inside)
    # Nothing of it is in the proxy's cache, and other pages do not get the cookie.
    assert "form" in proxied.get(home).text
    assert said("Close the office", code) not in proxied.get(home).text
    assert "Set-Cookie" not in office.get(f"{proxied.url}/{code}/", timeout=servers.PATIENCE).headers

    hidden = opened(proxied, f"{home}picture/", office)
    words = hidden | {"alt": "A square", "credit": "The city", "rights": "on"}
    large = picture_files.photograph() + b"\0" * (9 * 1024 * 1024)
    taken = post(proxied, f"{home}picture/", office, data=words, files={"picture": ("a.jpg", large)})
    assert taken.status_code == 303, taken.text[-3000:]
    too_large = post(proxied, f"{home}picture/", office, data=words, files={"picture": ("b.jpg", b"0" * 12_000_000)})
    assert too_large.status_code == 413
    assert said("Too much was sent", code) in too_large.text

    used = post(proxied, path, data={"key": query.removeprefix("key=")})
    assert used.status_code == 410
    assert said("This link does not work any more", code) in used.text
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
