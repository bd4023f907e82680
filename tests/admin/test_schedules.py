"""A schedule that has passed, or that cannot be kept."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from amf_site.demo.builders import page_of
from members.models import City
from pages.models import StandardPage

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)


def scheduled(slug: str, minutes: int, **fields) -> StandardPage:
    """A draft that has been due for so many minutes."""
    page = StandardPage(title=slug, slug=slug, body=[("text", "<p>Words</p>")], live=False, **fields)
    page_of("home").add_child(instance=page)
    page.save_revision(approved_go_live_at=timezone.now() - minutes * MINUTE)
    return page


def live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_one_that_cannot_be_kept_holds_up_no_other_and_its_page_says_why(admin_client, capsys):
    first, last = scheduled("first", 3), scheduled("last", 1)
    taken = scheduled("between", 2)
    draft = taken.get_latest_revision()
    draft.content["slug"] = "last"
    draft.save()
    call_command("publish_scheduled")
    assert live(first)
    assert live(last)
    assert not live(taken)
    assert not taken.revisions.filter(approved_go_live_at__isnull=False).exists()
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[taken.pk])).content.decode()
    assert "Not published as scheduled: " in history
    assert "already in use" in history


def test_one_whose_record_was_deleted_holds_up_no_other():
    page, other = page_of("semnan").specific, scheduled("other", 1)
    city = City.objects.get(name="Tabriz")
    city.pk, city.name = None, "Newtown"
    city.save()
    page.city = city
    page.save_revision(clean=False, approved_go_live_at=timezone.now() - MINUTE)
    city.delete()
    call_command("publish_scheduled")
    assert live(other)
    assert page_of("semnan").specific.city.name == "Semnan"


def test_one_that_has_passed_altogether_ends_as_expired(client):
    page = scheduled("passed", 5, expire_at=timezone.now() - MINUTE)
    call_command("publish_scheduled")
    assert not live(page)
    assert client.get("/en/passed/").status_code == 404


def test_a_new_time_takes_the_place_of_an_end_of_the_same_minute(client):
    page = scheduled("again", 5)
    call_command("publish_scheduled")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - MINUTE)
    page = StandardPage.objects.get(pk=page.pk)
    page.expire_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision(approved_go_live_at=timezone.now() - MINUTE)
    call_command("publish_scheduled")
    assert live(page)


def test_a_dry_run_changes_nothing(capsys):
    page = scheduled("dry", 5)
    call_command("publish_scheduled", dryrun=True)
    assert not live(page)


@pytest.mark.parametrize("days", [-1, 1])
def test_before_its_day_readers_see_nothing_and_copies_wait_for_no_day(admin_client, client, days):
    page = StandardPage(title="Later", slug="later", body=[("text", "<p>Words</p>")], live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(days=days)
    page_of("home").add_child(instance=page)
    page.save_revision().publish()
    assert client.get("/en/later/").status_code == (404 if days > 0 else 200)
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": page.get_parent().pk}
    assert admin_client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    copied = Page.objects.get(slug="a-copy")
    assert not copied.live
    call_command("publish_scheduled")
    assert not live(copied)
    for name in ("edit", "history", "delete", "unpublish", "workflow_history"):
        assert admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code in (200, 302)
