"""The sitemaps list the pages of each language in files of limited size, and tell when each page was changed."""

import datetime
import re

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from amf_site.demo.builders import page_of
from amf_site.sitemaps import LanguageSitemap
from amf_site.visibility.pages import listed_pages
from members.models import City, Event, PublishedDocument
from tests.reading import everything_in_sitemaps, path_and_query, sitemaps_of

pytestmark = pytest.mark.django_db

#: The number of pages, the pages of a file, and their translations.
QUERIES = 3


def lastmod(client, path: str) -> str:
    sitemap = client.get(f"/sitemap-{path.split('/')[1]}.xml").content.decode()
    (found,) = re.findall(rf"<loc>[^<]*{path}</loc><lastmod>([^<]*)</lastmod>", sitemap)
    return found


@pytest.fixture(autouse=True)
def long_ago() -> None:
    """Pages are as new as their words, and their records are older."""
    past = [datetime.datetime(2020, 1, day, tzinfo=datetime.UTC) for day in (1, 2)]
    Revision.objects.update(created_at=past[0])
    Event.objects.update(modified_at=past[0])
    Page.objects.update(last_published_at=past[1])


@pytest.mark.parametrize(
    ("address", "record"),
    [
        ("events/general-assembly-haikou-2014", lambda: Event.objects.get(key="general-assembly-2014")),
        ("members/haikou", lambda: City.objects.get(name="Haikou")),
        ("documents/statute", lambda: PublishedDocument.objects.get(key="statute")),
    ],
)
def test_a_page_is_as_new_as_the_record_of_which_it_tells(client, address, record, django_assert_num_queries):
    for code in ("en", "fa"):
        assert lastmod(client, f"/{code}/{address}/").startswith("2020-01-02T")
    record().save_revision()
    with django_assert_num_queries(QUERIES):
        assert lastmod(client, f"/en/{address}/")[:10] == timezone.now().date().isoformat()
    assert lastmod(client, f"/fa/{address}/")[:10] == timezone.now().date().isoformat()
    assert lastmod(client, "/en/events/general-assembly-bangkok-2012/").startswith("2020-01-02T")


def test_so_it_is_if_a_program_saves_the_record(client):
    event = Event.objects.get(key="general-assembly-2014")
    event.last_day += datetime.timedelta(days=1)
    event.save()
    assert lastmod(client, "/fa/events/general-assembly-haikou-2014/")[:10] == timezone.now().date().isoformat()


def test_the_index_tells_when_a_language_was_last_changed_with_one_query(client, django_assert_num_queries):
    def told() -> dict[str, str]:
        index = client.get("/sitemap.xml").content.decode()
        return {address: day[:10] for address, day in re.findall("<loc>(.+?)</loc>\\s*<lastmod>(.+?)</lastmod>", index)}

    english, persian = (f"http://localhost/sitemap-{code}.xml" for code in ("en", "fa"))
    with django_assert_num_queries(1):
        assert told() == {english: "2020-01-02", persian: "2020-01-02"}
    Page.objects.filter(pk=page_of("about").get_translation(Locale.objects.get(language_code="fa")).pk).update(
        last_published_at=timezone.now()
    )
    assert told() == {english: "2020-01-02", persian: timezone.now().date().isoformat()}


def test_a_language_with_many_pages_has_several_files(client, monkeypatch, django_assert_num_queries):
    whole = addresses_in(everything_in_sitemaps(client))
    monkeypatch.setattr(LanguageSitemap, "limit", 10)
    files = sitemaps_of(client)
    pages = listed_pages().filter(depth__gt=1, locale__language_code="en").count()
    english = [address for address in files if "sitemap-en.xml" in address]
    assert english == [
        "http://localhost/sitemap-en.xml",
        *(f"http://localhost/sitemap-en.xml?p={number}" for number in range(2, -(-pages // 10) + 1)),
    ]
    assert all(0 < len(addresses_in(text)) <= 10 for text in files.values())
    assert addresses_in("".join(files.values())) == whole
    for address in (english[0], english[-1]):
        with django_assert_num_queries(QUERIES):
            client.get(path_and_query(address))


def addresses_in(text: str) -> list[str]:
    return re.findall("<loc>([^<]+)</loc>", text)


@pytest.mark.parametrize(
    "address",
    [
        *("/sitemap-xx.xml", "/sitemap-ja.xml", "/sitemap-en.xml?p=2", "/sitemap-en.xml?p=0", "/sitemap-en.xml?p=x"),
        f"/sitemap-en.xml?p={'9' * 30}",
    ],
)
def test_a_file_that_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_a_private_page_and_its_translations_are_in_no_file(client):
    assert "/members/tabriz/" in everything_in_sitemaps(client)
    PageViewRestriction.objects.create(page=page_of("tabriz"), restriction_type=PageViewRestriction.LOGIN)
    assert "/members/tabriz/" not in everything_in_sitemaps(client)


def test_a_withdrawn_page_is_no_translation_either_and_no_date_hides_that(client):
    page = page_of("about").get_translation(Locale.objects.get(language_code="fa"))
    address = f"http://localhost{page.get_url()}"
    assert everything_in_sitemaps(client).count(address) == 3
    page.unpublish()
    assert address not in everything_in_sitemaps(client)
    assert "Last-Modified" not in client.get("/sitemap-en.xml")
