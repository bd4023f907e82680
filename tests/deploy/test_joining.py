"""The application as a city sends it through nginx: files up to the limit of its own address, and secrets in no log."""

import pytest

from members.joining.attachments import LARGEST_FILE
from tests import pdf_files
from tests.deploy.forms import opened, post, said
from tests.members.joining import ANSWERS

PATH = "/{}/join/apply/"


def send(site, code: str, *files: tuple[str, bytes], **changes: str):
    path = PATH.format(code)
    data = ANSWERS | opened(site, path) | changes
    return post(site, path, data=data, files=[("attachments", file) for file in files])


@pytest.mark.parametrize("code", ["en", "fa", "ja"])
def test_files_reach_the_application_and_too_large_ones_are_refused_in_words(proxied, code):
    taken = send(proxied, code, ("letter.pdf", pdf_files.plain()), leave="1")
    assert taken.status_code == 303, taken.text[:500]
    assert taken.headers["Referrer-Policy"] == "strict-origin"
    saved = proxied.get(taken.headers["Location"])
    assert (saved.status_code, saved.headers["Cache-Control"]) == (200, "no-store")

    large = send(proxied, code, ("large.pdf", b"%PDF-1.7" + b"0" * LARGEST_FILE))
    assert large.status_code == 422
    assert said("This file is larger than 5 MB. Make it smaller and choose it again.", code) in large.text

    larger = send(proxied, code, ("larger.pdf", b"0" * (17 * 1024 * 1024)))
    assert larger.status_code == 413
    assert said("Too much was sent", code) in larger.text


def test_the_pages_of_a_draft_are_in_no_cache(proxied):
    taken = send(proxied, "en", leave="1")
    address = taken.headers["Location"].replace("saved/", "")
    for _ in range(2):
        page = proxied.get(address)
        assert page.status_code == 200
        assert ANSWERS["contact_name"] in page.text
        assert page.headers["X-Robots-Tag"] == "noindex"
    assert ANSWERS["contact_name"] not in proxied.get(PATH.format("en")).text
