"""A city's office as it is used: the link from the mail, over TLS, through nginx, with its secret in no log."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from PIL import Image

from amf_site.languages import LANGUAGES
from amf_site.settings.security import IMAGE_MAX_BYTES
from tests import servers
from tests.deploy.forms import mails_to, opened, post, said
from tests.deploy.installation import sign_in, token_in

LINK = re.compile(r"https://\S+/office/enter/\?key=([\w-]+)")


def invite(site, email: str, code: str) -> None:
    """The secretariat invites an office of Tehran in the admin."""
    editor = sign_in(site, "editor")
    listed = editor.get(f"{site.url}/admin/snippets/members/city/?q=Tehran", timeout=servers.PATIENCE)
    key = re.search(r"/admin/snippets/members/city/edit/(\d+)/", listed.text)
    assert key, listed.status_code
    address = f"{site.url}/admin/city-offices/{key[1]}/"
    form = editor.get(address, timeout=servers.PATIENCE)
    answer = editor.post(
        address,
        {"email": email, "language": code, "csrfmiddlewaretoken": token_in(form)},
        headers={"Origin": site.url, "Referer": address},
        timeout=servers.PATIENCE,
        allow_redirects=False,
    )
    assert answer.status_code == 302, answer.text[:500]


def mailed_link(site, email: str) -> tuple[str, str]:
    """The link in the mail that has arrived, and its secret."""
    (mail,) = mails_to(site, email)
    texts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    found = [LINK.search(text) for text in texts]
    assert all(found), texts
    assert len({link[1] for link in found}) == 1
    assert "tehran" in mail["To"]
    return found[0][0], found[0][1]


def get(browser: requests.Session, address: str) -> requests.Response:
    return browser.get(address, timeout=servers.PATIENCE, allow_redirects=False)


def picture_of(size: int) -> bytes:
    """A picture with about as many bytes: noise, which no format makes smaller."""
    file = io.BytesIO()
    Image.effect_noise((1600, 1000), 90).convert("RGB").save(file, "JPEG", quality=90)
    content = file.getvalue()
    return content + b"\0" * (size - len(content))


def assert_private(answer: requests.Response) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "HIT" not in answer.headers.get("X-Cache", "")


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_the_office_opens_by_the_link_in_the_mail_and_for_its_own_addresses_only(proxied, code):
    email = f"office-{code}@tehran.example"
    invite(proxied, email, code)
    link, secret = mailed_link(proxied, email)
    home = f"/{code}/office/"
    enter = f"{home}enter/"
    assert link.startswith(proxied.url + enter)

    # Programs that examine mail open links, more than once.
    for _ in range(3):
        with proxied.browser() as scanner:
            page = get(scanner, link)
        assert page.status_code == 200
        assert_private(page)
        assert "Set-Cookie" not in page.headers

    with proxied.browser() as browser:
        entered = post(proxied, enter, browser, data={"key": secret})
        assert entered.status_code == 303, entered.text[:500]
        assert {cookie.path for cookie in browser.cookies} == {f"/{row.code}/office/" for row in LANGUAGES}
        assert all(cookie.secure and cookie.has_nonstandard_attr("HttpOnly") for cookie in browser.cookies)
        (cookie,) = {cookie.value for cookie in browser.cookies}
        for language in ("en", "fa"):
            inside = get(browser, f"{proxied.url}/{language}/office/facts/")
            assert (inside.status_code, inside.headers["Cache-Control"]) == (200, "no-store")
        shown = get(browser, proxied.url + home)
        assert said("Propose", code) in shown.text
        assert_private(shown)

        # The proxy takes the cookie away from other addresses, although a browser were to send it.
        jar = {"Cookie": "; ".join(f"__Secure-office-{row.code}={cookie}" for row in LANGUAGES)}
        for path in (f"/{code}/members/", f"/{code}/contact/"):
            elsewhere = proxied.get(path, headers=jar)
            assert elsewhere.status_code == 200
            assert "public" in elsewhere.headers["Cache-Control"]
            assert "Set-Cookie" not in elsewhere.headers
        # Nobody without the cookie gets what was shown with it.
        assert said("Propose", code) not in proxied.get(home).text
        assert proxied.get(f"{home}facts/").status_code == 403

        used = post(proxied, enter, browser, data={"key": secret})
        assert used.status_code == 410
        assert said("This link does not work any more", code) in used.text
        assert f'lang="{code}"' in used.text

        picture_is_taken_up_to_its_limit(proxied, browser, code)

        assert post(proxied, f"{home}leave/", browser).status_code == 303
        assert get(browser, f"{proxied.url}{home}facts/").status_code == 403

    logged = proxied.logs()
    assert f"POST {enter} 303" in logged
    assert secret not in logged
    assert cookie not in logged


def is_accepted_once(site, reference: str) -> None:
    """Two people of the secretariat, each in two windows, accept the same change at the same moment."""
    people = [sign_in(site, name) for name in ("editor", "chief")] * 2
    listed = people[0].get(f"{site.url}/admin/proposals/", timeout=servers.PATIENCE).text
    row = next(row for row in listed.split("<tr>") if reference in row)
    address = site.url + re.search(r"/admin/proposals/\d+/", row)[0]
    page = people[0].get(address, timeout=servers.PATIENCE).text
    change = re.search(r'name="change" value="(\d+)"', page)[1]
    picture = re.search(r"/admin/proposals/picture/\d+/", page)[0]
    assert people[0].get(site.url + picture, timeout=servers.PATIENCE).headers["Content-Type"].startswith("image/")
    assert site.get(picture, allow_redirects=False).status_code == 302
    tokens = [token_in(person.get(address, timeout=servers.PATIENCE)) for person in people]

    def accept(number: int) -> requests.Response:
        said = {"change": change, "decision": "accept", "word": "", "csrfmiddlewaretoken": tokens[number]}
        return people[number].post(
            address,
            said,
            headers={"Origin": site.url, "Referer": address},
            timeout=servers.PATIENCE,
            allow_redirects=False,
        )

    with ThreadPoolExecutor(len(people)) as windows:
        answers = list(windows.map(accept, range(len(people))))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    refused = [answer.text for answer in answers if answer.status_code == 200]
    assert all("Somebody has decided about this in the meantime." in text for text in refused)


def picture_is_taken_up_to_its_limit(site, browser: requests.Session, code: str) -> None:
    path = f"/{code}/office/picture/"

    def propose(size: int) -> requests.Response:
        words = {"alt": "برج", "credit": "Tehran, CC BY 4.0", "rights": "on"} | opened(site, path, browser)
        return post(site, path, browser, data=words, files={"picture": ("view.jpg", picture_of(size))})

    taken = propose(9 * 1024 * 1024)
    assert taken.status_code == 303, taken.text[:500]
    receipt = get(browser, site.url + taken.headers["Location"])
    assert receipt.status_code == 200
    assert_private(receipt)
    assert get(browser, f"{site.url}/media/office/view.jpg").status_code == 404
    if code == "en":  # once: logins are limited
        is_accepted_once(site, taken.headers["Location"].split("/")[-2])
    large = propose(IMAGE_MAX_BYTES + 1024)
    assert large.status_code == 422
    assert 'role="alert"' in large.text
    larger = propose(12 * 1024 * 1024)
    assert larger.status_code == 413
    assert said("Too much was sent", code) in larger.text
    assert f'lang="{code}"' in larger.text
