"""What an editor in a hurry types: years of her own calendar, words that cannot be seen, pages below drafts."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from members.models import City
from pages.models import Source, StandardPage
from strategy.models import PlanEdition
from tests import picture_files
from tests.members.test_members_admin import post_of_city
from tests.site.test_pictures import CHOOSER, UPLOAD, upload
from tests.translation.desk import new_page

from .test_editors_week import rich
from .test_history import form_data

pytestmark = pytest.mark.django_db

PERSIAN_CALENDAR = "This looks like a year of the Persian calendar. Write the Gregorian one: 2026 or 2027."
INVISIBLE = "Nothing of this text can be seen"


def text_block(text: str = "Words") -> dict[str, str]:
    block = {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "text", "0-id": "b1", "0-value": rich(text)}
    return {f"body-{name}": value for name, value in block.items()}


def publish(editor: Client, page: Page, **changes: str):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {**form_data(editor.get(edit).context["form"]), **text_block(), "action-publish": "1", **changes}
    return editor.post(edit, sent)


def messages_after(editor: Client, answer) -> str:
    assert answer.status_code == 302
    return " ".join(str(message) for message in editor.get(answer.url).context["messages"])


@pytest.mark.parametrize("day", ["1405-09-09 10:00", "۱۴۰۵-۰۹-۰۹ ۱۰:۰۰", "1405-09-09 23:59"])
@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_a_schedule_of_the_persian_calendar_publishes_nothing(editor, name, day):
    page = new_page("Words", live=False)
    answer = publish(editor, page, **{name: day})
    assert answer.status_code == 200
    assert answer.context["form"].errors[name] == [PERSIAN_CALENDAR]
    page.refresh_from_db()
    assert not page.live
    assert not page.scheduled_revision


@pytest.mark.parametrize("day", ["0001-01-01 00:00", "0205-09-09 10:00"])
def test_a_year_that_is_a_slip_is_told_beside_its_field(editor, day):
    answer = publish(editor, new_page("Words", live=False), go_live_at=day)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["go_live_at"]


@pytest.mark.parametrize(("day", "is_live"), [("2099-01-01 10:00", False), ("2020-01-01 10:00", True)])
def test_a_gregorian_schedule_is_kept(editor, day, is_live):
    page = new_page("Words", live=False)
    assert publish(editor, page, go_live_at=day).status_code == 302
    page.refresh_from_db()
    assert page.live == is_live


def test_so_it_is_with_the_dates_of_records(editor):
    add = reverse(City.snippet_viewset.get_url_name("add"))
    event = {"checked_on": "1405-01-01"}
    answer = editor.post(add, post_of_city(**event))
    assert answer.context["form"].errors["checked_on"] == [PERSIAN_CALENDAR]
    assert not City.objects.filter(name="Almaty").exists()
    for model, name in ((PlanEdition, "published_on"), (PlanEdition, "adopted_on")):
        record = model.objects.first()
        edit = reverse(model.snippet_viewset.get_url_name("edit"), args=[record.pk])
        answer = editor.post(edit, {**form_data(editor.get(edit).context["form"]), name: "1405-01-01"})
        assert answer.context["form"].errors[name] == [PERSIAN_CALENDAR]


NOTHING = ["\u200b", "\u200b\u200c\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e\u2066", "\u3164", "\u2800", " \u200f "]
SOMETHING = ["👨‍👩‍👧‍👦", "می‌شود", "\u200fمتن", "…", "ক্\u200dষ", "é", "。"]


@pytest.mark.parametrize("text", NOTHING)
def test_words_that_cannot_be_seen_are_refused(editor, text):
    page = new_page("Words")
    picture = str(page_of("tabriz").specific.picture_id)
    answer = publish(editor, page, title=text, summary=text, picture=picture, picture_alt=text)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert sorted(errors) == ["picture_alt", "summary", "title"]
    assert all(INVISIBLE in sentence for said in errors.values() for sentence in said)
    add = reverse(Source.snippet_viewset.get_url_name("add"))
    assert INVISIBLE in editor.post(add, {"name": text, "url": ""}).content.decode()
    for address in (UPLOAD, CHOOSER):
        before = SiteImage.objects.count()
        content = picture_files.written(picture_files.drawn(), "PNG")
        assert INVISIBLE in upload(editor, content, "tower.png", address, title=text).content.decode()
        assert SiteImage.objects.count() == before


@pytest.mark.parametrize("text", [*NOTHING, "   ", "\u00a0"])
def test_a_paragraph_in_which_nothing_can_be_seen_is_no_text(editor, text):
    page = new_page("Words")
    answer = publish(editor, page, **text_block(text))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["body"]
    assert "This field is required." in answer.content.decode()


@pytest.mark.parametrize("text", SOMETHING)
def test_words_with_joiners_are_words(editor, text):
    page = new_page("Words")
    assert publish(editor, page, title=text, summary=text, **text_block(text)).status_code == 302
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.title, page.summary) == (text, text)


def test_a_page_published_below_a_draft_is_not_said_to_be_seen(editor, client):
    parent = new_page("Words", live=False)
    page = new_page("Words", live=False, parent=parent)
    said = messages_after(editor, publish(editor, page))
    assert Client().get(page_path(Page.objects.get(pk=page.pk), "en")).status_code == 404
    assert f"the page “{parent.title}” above it is not published" in said
    assert "not published" not in messages_after(editor, publish(editor, parent))
    assert Client().get(page_path(Page.objects.get(pk=page.pk), "en")).status_code == 200
    assert "not published" not in messages_after(editor, publish(editor, page))


def test_nor_are_many_at_once(editor):
    parent = new_page("Words", live=False)
    page = new_page("Words", live=False, parent=parent)
    answer = editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    assert f"the page “{parent.title}” above it is not published" in messages_after(editor, answer)
