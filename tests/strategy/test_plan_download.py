"""The plan as a file, at its stable address, as browsers and download managers ask for it."""

import hashlib

import pytest
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.printing.models import PagePdf
from strategy.models import DownloadCount
from tests.reading import Reader, body_of

ADDRESS = "/{}/who-we-are/strategic-plan/download/"
pytestmark = pytest.mark.django_db


def get(client, code="en", **headers):
    """The answer and its whole body."""
    response = client.get(
        ADDRESS.format(code), headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return response, body_of(response)


@pytest.mark.parametrize(("code", "name"), [("en", "Strategic plan.pdf"), ("fa", "برنامهٔ راهبردی.pdf")])
def test_the_whole_file(client, code, name):
    from urllib.parse import quote

    response, body = get(client, code)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert body.startswith(b"%PDF-")
    assert int(response["Content-Length"]) == len(body)
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f'filename="{name}"' in disposition or f"filename*=utf-8''{quote(name)}" in disposition
    assert response["Accept-Ranges"] == "bytes"


def test_each_language_has_its_own_file(client):
    assert get(client, "en")[1] != get(client, "fa")[1]


@pytest.mark.parametrize(
    ("wanted", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-50", -50, -1)]
)
def test_a_part_of_it(client, wanted, first, last):
    _, whole = get(client)
    response, body = get(client, range=wanted)
    size = len(whole)
    start, end = first % size, last % size
    assert response.status_code == 206
    assert body == whole[start : end + 1]
    assert response["Content-Range"] == f"bytes {start}-{end}/{size}"
    assert int(response["Content-Length"]) == len(body)


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=-0"])
def test_a_part_that_does_not_exist(client, wanted):
    response, body = get(client, range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"].startswith("bytes */")
    assert body == b""


@pytest.mark.parametrize("wanted", ["bytes=5-1", "items=0-1", "bytes=a-b", "bytes=0-1,5-6", "bytes=-"])
def test_a_range_that_means_nothing_is_ignored(client, wanted):
    assert get(client, range=wanted)[0].status_code == 200


def test_a_copy_that_is_still_good_is_not_sent_again(client):
    response, _ = get(client)
    again, body = get(client, if_none_match=response["ETag"])
    assert (again.status_code, body) == (304, b"")
    assert again["ETag"] == response["ETag"]
    assert get(client, if_modified_since=response["Last-Modified"])[0].status_code == 304


def test_a_part_of_an_older_file_is_answered_with_the_new_one(client):
    response, _ = get(client)
    assert get(client, range="bytes=0-9", if_range=response["ETag"])[0].status_code == 206
    assert get(client, range="bytes=0-9", if_range='"older"')[0].status_code == 200


def test_head_says_everything_and_sends_nothing(client):
    response = client.head(ADDRESS.format("en"))
    assert response.status_code == 200
    assert int(response["Content-Length"]) > 1000
    assert response.content == b""
    assert client.post(ADDRESS.format("en")).status_code == 405


def test_the_button_says_what_will_be_downloaded(client):
    for code, words in {
        "en": ("English", "PDF", "6 pages", "kB"),
        "fa": ("فارسی", "PDF", "۶ صفحه", "کیلوبایت"),
    }.items():
        reader = Reader(client.get(f"/{code}/who-we-are/strategic-plan/").content.decode())
        assert ADDRESS.format(code) in reader.links
        for word in words:
            assert word in reader.own_text


def test_a_language_without_a_file_says_so_and_offers_the_others(client):
    PagePdf.objects.filter(page__locale__language_code="fa").delete()
    page = client.get("/fa/who-we-are/strategic-plan/")
    assert page.status_code == 200
    reader = Reader(page.content.decode())
    assert ADDRESS.format("fa") not in reader.links
    english = "/en/who-we-are/strategic-plan/2026/download/"
    assert english in reader.links
    response, body = get(client, "fa")
    assert response.status_code == 404
    missing = Reader(body.decode())
    assert (missing.language, missing.direction) == ("fa", "rtl")
    assert english in missing.links


def test_the_answer_names_the_page_that_it_is_a_copy_of(client):
    response, _ = get(client, "fa")
    assert response["Link"] == '<http://localhost/fa/who-we-are/strategic-plan/>; rel="canonical"'


def test_each_edition_has_a_file_at_an_address_of_its_own(client):
    stable, archive = get(client), client.get("/en/who-we-are/strategic-plan/2026/download/")
    assert body_of(archive) == stable[1]
    assert archive["ETag"] == stable[0]["ETag"]


def test_the_checksum_on_the_page_is_the_files(client):
    _, body = get(client, "fa")
    page = client.get("/fa/who-we-are/strategic-plan/").content.decode()
    assert hashlib.sha256(body).hexdigest() in page


def test_downloads_are_counted_by_day_language_and_edition_and_nothing_else_is(client):
    before = get(client)[0]
    DownloadCount.objects.all().delete()
    get(client)
    get(client)
    get(client, "fa")
    get(client, range="bytes=0-9")
    # A further part, a copy that is still good, a question without an answer's body: none is a new download.
    get(client, range="bytes=10-19")
    get(client, if_none_match=before["ETag"])
    client.head(ADDRESS.format("en"))
    counts = {row.language: row.count for row in DownloadCount.objects.all()}
    assert counts == {"en": 3, "fa": 1}
    assert {field.name for field in DownloadCount._meta.fields} == {"id", "day", "edition", "language", "count"}


def test_no_proxy_keeps_what_is_counted(client):
    assert get(client)[0]["Cache-Control"] == "private, no-cache"


def test_a_file_that_has_just_been_replaced_is_sent_in_its_new_form(client):
    row = PagePdf.objects.get(page__locale__language_code="en", page__slug="2026")
    from strategy import download

    real, tries = download.send_file, []

    def once_gone(*args, **options):
        tries.append(1)
        if len(tries) == 1:
            raise FileNotFoundError
        return real(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(download, "send_file", once_gone)
        response, body = get(client)
    assert response.status_code == 200
    assert len(body) == row.size


def test_the_persian_page_went_through_the_translation_to_its_last_segment():
    from wagtail_localize.models import Translation

    translations = Translation.objects.filter(target_locale=Locale.objects.get(language_code="fa"))
    assert translations.count() >= 15
    for translation in translations:
        total, done = translation.get_progress()
        assert total == done > 0, translation.source.object_repr
    assert page_of("strategic-plan").get_translation(Locale.objects.get(language_code="fa")).alias_of_id is None
