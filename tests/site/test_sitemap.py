"""The sitemap tells robots when a page was changed: its words, or the record of which it tells."""

import datetime
import re

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from members.models import City, Event, PublishedDocument

pytestmark = pytest.mark.django_db

#: The site, the open languages and the pages.
QUERIES = 3


def lastmod(client, path: str) -> str:
    sitemap = client.get("/sitemap.xml").content.decode()
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
    client.get("/sitemap.xml")
    with django_assert_num_queries(QUERIES):
        assert lastmod(client, f"/en/{address}/")[:10] == timezone.now().date().isoformat()
    assert lastmod(client, f"/fa/{address}/")[:10] == timezone.now().date().isoformat()
    assert lastmod(client, "/en/events/general-assembly-bangkok-2012/").startswith("2020-01-02T")


def test_so_it_is_if_a_program_saves_the_record(client):
    event = Event.objects.get(key="general-assembly-2014")
    event.last_day += datetime.timedelta(days=1)
    event.save()
    assert lastmod(client, "/fa/events/general-assembly-haikou-2014/")[:10] == timezone.now().date().isoformat()
