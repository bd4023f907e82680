"""What stands beside an article or an event page in the editor: when readers see it, and what is still to be done."""

import datetime
import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import Page

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from members.models import NewsIndexPage, NewsPage, NewsSource
from tests.members.forum_pages import event_page, event_record, index_page

pytestmark = pytest.mark.django_db

OPEN = "//*[contains(@class, 'checklist__point--open')]//p"
WORDS = "<p>The mayors of nineteen cities met on the lake and agreed on what they will do together. </p>" * 3


def article(text: str = WORDS, *blocks: tuple[str, object], **values: object) -> NewsPage:
    """Save an article that leaves nothing to be done, except for what ``values`` and ``blocks`` say."""
    values = {"title": "Mayors met", "slug": "mayors-met", "summary": "They met.", "live": False, **values}
    page = NewsPage(**{"date": timezone.localdate().isoformat(), **values})
    page.body = [("text", text), *blocks]
    page.sources = [NewsSource(publisher="A paper", url="https://example.org/met", locale=index().locale)]
    index().add_child(instance=page)
    page.save_revision()
    return page


def index() -> NewsIndexPage:
    return index_page(NewsIndexPage, "news", "en")


def panel_of(client, page: Page) -> html.HtmlElement:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return html.fromstring(response.content).find_class("checklist")[0]


def advice_of(client, page: Page) -> list[str]:
    return [line.text_content() for line in panel_of(client, page).xpath(OPEN)]


def when(client, page: Page) -> str:
    return " ".join(panel_of(client, page).text_content().partition("What to look at")[0].split())


def test_nothing_is_to_be_done(editor):
    page = article()
    assert advice_of(editor, page) == []
    assert len(panel_of(editor, page).find_class("checklist__point")) == 6


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({"summary": ""}, "Write one sentence"),
        ({"summary": "\u200b"}, "Write one sentence"),
        ({"title": "A word " * 20}, "The title is long"),
        ({"text": "<p>They met.</p>"}, "The text has 2 words."),
        ({"text": "<p>They met again.</p>" * 410}, "The text has 1230 words."),
        ({"text": WORDS + "<p>" + "They met. " * 80 + "</p>"}, "1 paragraph is very long."),
        ({"date": "2019-04"}, "more than a month before"),
        ({"text": WORDS + '<p><a href="htp://example.org">x</a></p>'}, "“htp://example.org” is not"),
        ({"text": WORDS + '<p><a href="https://example">x</a></p>'}, "“https://example” is not"),
        ({"text": WORDS + '<p><a href="http://localhost:8000/en/">x</a></p>'}, "“http://localhost:8000/en/” is not"),
        ({"text": WORDS + '<p><a href="www.example.org">x</a></p>'}, "“www.example.org” is not"),
        ({"text": WORDS + '<p><a href="">x</a></p>'}, "“” is not"),
        ({"text": WORDS + '<p><a href="https://[::1">x</a></p>'}, "“https://[::1” is not"),
        ({"text": WORDS + '<p><a linktype="page" id="987654">x</a></p>'}, "has been deleted"),
    ],
)
def test_what_is_to_be_done(editor, values, advice):
    (said,) = advice_of(editor, article(**values))
    assert advice in said


@pytest.mark.parametrize(
    ("date", "advice"), [("2999", "still to come"), ("", "Say when it happened"), ("soon", "Say when it happened")]
)
def test_a_draft_without_a_right_date(editor, date, advice):
    page = article()
    page.date = date
    page.save_revision(clean=False)
    assert advice in advice_of(editor, page)[0]


@pytest.mark.parametrize("link", ["https://example.org/a?b=1#c", "mailto:a@example.org", "tel:+982112345", "#part"])
def test_good_links(editor, link):
    assert advice_of(editor, article(f'{WORDS}<p><a href="{link}">x</a></p>')) == []


def test_links_to_pages_that_readers_cannot_reach(editor):
    about = page_of("about")
    page = article(f'{WORDS}<p><a linktype="page" id="{about.pk}">About</a></p>')
    assert advice_of(editor, page) == []
    about.unpublish()
    assert advice_of(editor, page) == [
        f"Readers cannot reach the page “{about.title}” in this language, to which a link leads."
    ]


def test_links_in_other_blocks_and_in_sources(editor):
    call = {"title": "Join", "label": "Join", "url": "https://nowhere"}
    page = article(WORDS, ("call_to_action", call))
    page.sources.add(NewsSource(publisher="Another", url="http://x", locale=index().locale))
    page.save_revision()
    assert [line.partition(" ")[0] for line in advice_of(editor, page)] == ["“https://nowhere”", "“http://x”"]


def test_pictures_are_described(editor):
    image = SiteImage.objects.first()
    bare = {"image": {"image": image, "decorative": False, "alt_text": ""}, "caption": ""}
    decoration = {"image": {"image": image, "decorative": True, "alt_text": ""}, "caption": ""}
    page = article(WORDS, ("picture", decoration))
    assert advice_of(editor, page) == []
    page.picture = image
    page.body.append(("gallery", {"pictures": [bare, bare]}))
    page.save_revision()
    top, inside = advice_of(editor, page)
    assert "at the top" in top
    assert image.title in inside


@pytest.mark.parametrize(("kind", "count"), [("news", 1), ("statement", 0), ("call", 0)])
def test_a_source_is_named_unless_the_forum_is_the_source(editor, kind, count):
    page = article(kind=kind)
    page.sources.clear()
    page.save_revision()
    assert len(advice_of(editor, page)) == count


def test_an_old_article_is_not_asked_about_its_date_again(editor):
    page = article(date="2011")
    assert len(advice_of(editor, page)) == 1
    page.save_revision().publish()
    assert advice_of(editor, page) == []


def test_event_pages(editor):
    event = event_record(checked_on=timezone.localdate(), status="provisional")
    page = event_page(event, summary="It comes.")
    assert advice_of(editor, page) == ["It is provisional. Readers are told so."]
    event.status, event.checked_on = "confirmed", None
    event.save()
    assert advice_of(editor, page) == ["Nobody has compared its days with the source for a year."]
    event.first_day = event.last_day = datetime.date(2019, 4, 1)
    event.save()
    assert advice_of(editor, page) == []


def test_a_draft_with_everything_to_do_is_saved_and_published(editor):
    """The checklist advises; it is no validation."""
    page = article("<p>They met.</p>", summary="")
    page.sources.clear()
    page.save_revision().publish()
    assert len(advice_of(editor, page)) == 3
    assert NewsPage.objects.get(pk=page.pk).live


def test_it_is_there_before_the_first_save_and_renewed_by_autosave(editor):
    address = reverse("wagtailadmin_pages:add", args=["members", "newspage", index().pk])
    new = html.fromstring(editor.get(address).content)
    assert len(new.find_class("checklist__point--open")) == 3
    (date,) = new.xpath("//input[@name='date']")
    assert date.get("value") == timezone.localdate().isoformat()
    data = {
        "title": "Mayors met",
        "slug": "mayors-met",
        "date": "2026",
        "kind": "news",
        "summary": "They met.",
        "body-count": "0",
        "sources-TOTAL_FORMS": "0",
        "sources-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    said = editor.post(address, data, headers={"Accept": "application/json"}).json()
    assert said["success"], said
    saved = editor.get(said["hydrate_url"]).content.decode()
    assert "Write one sentence" not in saved
    assert "Name a publication" in saved
    said = editor.post(said["url"], {**data, "summary": ""}, headers={"Accept": "application/json"})
    assert "Write one sentence" in json.loads(said.content)["html"]


def test_pages_of_other_types_have_none(editor):
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page_of("about").pk]))
    assert b"checklist" not in response.content


def test_when_readers_see_it(editor):
    page = article()
    assert "as soon as you publish it" in when(editor, page)
    page.go_live_at = datetime.datetime(2031, 3, 21, 5, 30, tzinfo=datetime.UTC)
    page.expire_at = datetime.datetime(2032, 3, 21, 5, 30, tzinfo=datetime.UTC)
    page.save_revision()
    assert "Once you have scheduled it, readers see it from March 21, 2031, 9 a.m., Iran Standard Time." in when(
        editor, page
    )
    page.save_revision().publish()
    said = when(editor, page)
    assert "Readers see it from March 21, 2031, 9 a.m., Iran Standard Time." in said
    assert "no longer see it from March 21, 2032" in said


def test_when_readers_see_it_in_persian_and_by_the_clock_of_the_editor(persian_editor):
    page = article(go_live_at=datetime.datetime(2031, 3, 21, 5, 30, tzinfo=datetime.UTC))
    said = panel_of(persian_editor, page).text_content()
    assert "۱ فروردین ۱۴۱۰، ۹:۰۰ (۲۱ مارس ۲۰۳۱)" in said
    assert not [word for word in ("Readers", "Summary", "publish") if word in said]
    profile = get_user_model().objects.get(pk=persian_editor.session["_auth_user_id"]).wagtail_userprofile
    profile.current_time_zone = "Asia/Bangkok"
    profile.save()
    assert "۱۲:۳۰" in panel_of(persian_editor, page).text_content()


def test_a_live_article_and_one_below_a_draft(editor):
    page = article()
    page.save_revision().publish()
    assert "Readers see what was published on" in when(editor, page)
    page.refresh_from_db()
    page.go_live_at = timezone.now() + datetime.timedelta(days=2)
    page.save_revision().publish()
    assert "Readers see the new version from" in when(editor, page)
    index().unpublish()
    assert f"before the page “{index().title}” above it is published" in when(editor, page)


def test_an_editor_without_the_permission_to_publish_sees_it_too(client):
    user = get_user_model().objects.create_user("writer")
    user.groups.add(Group.objects.get(name="Editors"))
    page = article(summary="")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert b"Write one sentence" in response.content
