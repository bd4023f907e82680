"""An article before its minute and after its end: readers find it nowhere, whether or not the scheduler is in time."""

import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from amf_site.search.index import rebuild
from members.models import City, NewsPage
from tests.reading import Reader, everything_in_sitemaps

from .forum_pages import event_record
from .news_pages import news_draft, news_index, news_page

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
TITLE = "Unmistakable words"


@pytest.fixture
def beside(db) -> NewsPage:
    """A published article with the subjects of the one that waits."""
    return news_page("beside", **subjects())


def subjects() -> dict:
    bangkok = City.objects.get(name="Bangkok")
    return {"date": "2026-11-30", "event": event_record(), "place": bangkok, "cities": [bangkok]}


def same_subjects(page: NewsPage) -> dict:
    return {"date": page.date, "event": page.event, "place": page.place, "cities": list(page.cities.all())}


def places_with(client, words: str = TITLE) -> list[str]:
    """Every place where readers could find the article, if it is there."""
    cache.clear()
    addresses = ("/en/news/", "/en/news/beside/", "/en/news/feed/", "/en/news/rss/", "/en/", "/en/members/bangkok/")
    found = [address for address in addresses if words in client.get(address).content.decode()]
    if "/news/waiting/" in everything_in_sitemaps(client):
        found.append("sitemap")
    if "/en/news/waiting/" in Reader(client.get("/en/search/", {"q": words}).content.decode()).links:
        found.append("search")
    if client.get("/en/news/waiting/").status_code == 200:
        found.append("page")
    return found


EVERYWHERE = [
    *("/en/news/", "/en/news/beside/", "/en/news/feed/", "/en/news/rss/", "/en/", "/en/members/bangkok/"),
    *("sitemap", "search", "page"),
]


def test_the_places_are_those_where_a_published_article_is(client, beside):
    news_page("waiting", title=TITLE, **same_subjects(beside))
    assert places_with(client) == EVERYWHERE


def test_an_article_waits_for_its_minute_and_for_the_scheduler(client, beside):
    page = news_draft("waiting", title=TITLE, **same_subjects(beside))
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    call_command("publish_scheduled")
    assert places_with(client) == []
    page.refresh_from_db()
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - HOUR).isoformat()
    revision.approved_go_live_at = timezone.now() - HOUR
    revision.save()
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - HOUR)
    assert places_with(client) == []
    call_command("publish_scheduled")
    assert places_with(client) == EVERYWHERE


def test_an_article_that_is_live_too_early_is_hidden_until_its_minute(client, beside):
    """Programs and imports can set ``live``, and Wagtail asks for nothing else when it serves a page."""
    page = news_page("waiting", title=TITLE, **same_subjects(beside))
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() + HOUR)
    rebuild()
    assert places_with(client) == []
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now())
    assert places_with(client) == EVERYWHERE


def test_an_article_ends_at_its_minute_while_the_scheduler_is_late(client, beside):
    page = news_draft("waiting", title=TITLE, **same_subjects(beside))
    page.expire_at = timezone.now() + HOUR
    page.save_revision().publish()
    assert places_with(client) == EVERYWHERE
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert places_with(client) == []


def test_what_stands_below_a_page_that_waits_waits_with_it(client, beside):
    news_page("waiting", title=TITLE, **same_subjects(beside))
    Page.objects.filter(pk=news_index().pk).update(go_live_at=timezone.now() + HOUR)
    assert places_with(client) == []
    assert client.get("/en/news/").status_code == 404


def test_a_change_that_waits_leaves_the_published_article_as_it_is(client, beside):
    page = news_page("waiting", title="Former words", **same_subjects(beside))
    page.title, page.go_live_at = TITLE, timezone.now() + HOUR
    page.save_revision().publish()
    assert places_with(client) == ["sitemap", "page"]
    html = client.get("/en/news/waiting/").content.decode()
    assert "Former words" in html
    assert TITLE not in html


def test_the_same_minute_holds_for_a_translation(client, beside):
    page = news_draft("waiting", title=TITLE, **same_subjects(beside))
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    news_index("fa")
    assert client.get("/fa/news/waiting/").status_code == 404


def test_staff_see_from_when_readers_may_see_it(editor, client, beside):
    page = news_draft("waiting", title=TITLE, **same_subjects(beside))
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    text = Reader(draft.content.decode()).own_text
    assert "This report must not be published before the time given." in text
    assert timezone.localtime(page.go_live_at).strftime("%H:%M") in draft.content.decode()
    assert editor.get("/en/news/waiting/").status_code == 404
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[beside.pk]))
    assert "must not be published" not in draft.content.decode()


def test_english_first_is_ordinary(client, beside):
    """What is urgent is published in English, is named in the other languages, and joins them when it is translated."""
    news_index("fa")
    page = news_page("waiting", title=TITLE, **same_subjects(beside))
    assert "/en/news/waiting/" in Reader(client.get("/fa/news/").content.decode()).links
    assert TITLE not in client.get("/fa/").content.decode()
    assert client.get("/fa/news/waiting/").status_code == 404
    news_page("waiting", "fa", title="به فارسی", **same_subjects(beside))
    cache.clear()
    reader = Reader(client.get("/fa/news/").content.decode())
    assert "/fa/news/waiting/" in reader.links
    assert [link for link in reader.links if "/en/news/waiting" in link] == []
    assert page.get_translations().count() == 1


def test_staff_look_at_a_draft_that_lacks_almost_everything(editor):
    page = news_draft("bare", date="", body=[])
    page.save_revision(clean=False)
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
