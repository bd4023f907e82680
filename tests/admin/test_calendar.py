"""The calendar of the admin: what is scheduled, in the user's calendar, and only what the user may see."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from amf_site.demo.builders import page_of
from members.models import Event
from tests.members.forum_pages import event_page, event_record

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/calendar/"
#: 09:00 in Tehran on 21 March 2031, the first day of the Persian year 1410.
MOMENT = datetime.datetime(2031, 3, 21, 5, 30, tzinfo=datetime.UTC)


def schedule(page: Page, **dates: datetime.datetime) -> Page:
    page = page.specific
    for name, value in dates.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def month(client, day: str = "", **headers: str) -> html.HtmlElement:
    response = client.get(ADDRESS, {"day": day} if day else {})
    assert response.status_code == 200
    return html.fromstring(response.content).get_element_by_id("main")


def entries(tree: html.HtmlElement) -> list[str]:
    return [" ".join(row.text_content().split()) for row in tree.xpath("//ul[@class='calendar__list']/li")]


def entries_of_day(tree: html.HtmlElement, day: str) -> list[str]:
    cell = tree.xpath(f"//td[time[@datetime='{day}']]")[0]
    return [" ".join(row.text_content().split()) for row in cell.xpath(".//li")]


def log_in(client, *, pages: Page | None = None, events: bool = False) -> None:
    """Log in somebody who may change these pages or the events."""
    user, group = get_user_model().objects.create_user("somebody"), Group.objects.create(name="Some")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if pages is not None:
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=pages, permission=change)
    if events:
        group.permissions.add(Permission.objects.get(codename="change_event"))
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_publication_withdrawal_and_events(editor):
    about = schedule(page_of("about"), go_live_at=MOMENT)
    schedule(page_of("members"), expire_at=MOMENT + datetime.timedelta(days=1))
    event_record("meeting", first_day=datetime.date(2031, 3, 30), last_day=datetime.date(2031, 4, 2))
    tree = month(editor, "2031-03-09")
    publication, withdrawal, event = entries(tree)
    assert publication == "21 March 2031 · 9:00 Publication About the Forum English"
    assert withdrawal.startswith("22 March 2031 · 9:00 Withdrawal ")
    assert event == "30 March – 2 April 2031 Conference · Confirmed meeting"
    assert entries_of_day(tree, "2031-03-21") == ["9:00 Publication: About the Forum"]
    assert len(entries_of_day(tree, "2031-03-31")) == 1
    assert entries_of_day(tree, "2031-03-20") == []
    assert reverse("wagtailadmin_pages:edit", args=[about.pk]) in [link.get("href") for link in tree.iter("a")]
    assert entries(month(editor, "2031-04-30")) == [event]
    assert entries(month(editor, "2031-05-01")) == []


def test_the_month_is_that_of_the_users_calendar(persian_editor):
    schedule(page_of("about"), go_live_at=MOMENT)
    tree = month(persian_editor, "2031-03-21")
    assert tree.get_element_by_id("calendar-title").text_content() == "فروردین ۱۴۱۰ (۲۱ مارس تا ۲۰ آوریل ۲۰۳۱)"
    assert tree.xpath("//th/@abbr")[0] == "شنبه"
    first = tree.xpath("//time[@datetime='2031-03-21']")[0]
    assert first.text_content() == "۱"
    assert entries(tree)[0].startswith("۱ فروردین ۱۴۱۰ · ۹:۰۰")
    assert entries(month(persian_editor, "2031-03-20")) == []


def test_the_weeks_are_whole_and_the_months_follow_one_another(editor, persian_editor):
    for client in (editor, persian_editor):
        day, seen = "2023-12-15", []
        for _month in range(30):
            tree = month(client, day)
            rows = [row.xpath(".//time/@datetime") for row in tree.xpath(".//table[@class='calendar__grid']/tbody/tr")]
            assert {len(row) for row in rows} == {7}
            outside = set(tree.xpath("//td[contains(@class, 'outside')]/time/@datetime"))
            seen += [date for row in rows for date in row if date not in outside]
            (after,) = tree.xpath("//a[@rel='next']/@href")
            day = after.removeprefix("?day=")
        first = datetime.date.fromisoformat(seen[0])
        assert seen == [(first + datetime.timedelta(days=number)).isoformat() for number in range(len(seen))]


@pytest.mark.parametrize(
    "day",
    ["abc", "<script>", "2031-02-30", "0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "۲۰۳۱", " "],
)
def test_a_wrong_day_is_told_of(editor, day):
    response = editor.get(ADDRESS, {"day": day})
    assert response.status_code == 200
    assert "There is no such day in this calendar." in response.content.decode()
    assert timezone.localdate().isoformat() in response.content.decode()


def test_an_impossible_sign_is_refused(editor):
    assert editor.get(ADDRESS, {"day": "\x00"}).status_code == 400


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_month(editor, persian_editor, day):
    for client in (editor, persian_editor):
        assert len(month(client, day).xpath("//nav//a[@rel]")) == 1


def test_versions_that_are_published_together_are_one_entry(editor):
    about = page_of("about")
    schedule(about, go_live_at=MOMENT)
    schedule(about.get_translations().get(locale__language_code="fa"), go_live_at=MOMENT)
    (entry,) = entries(month(editor, "2031-03-21"))
    assert entry.endswith("English · Persian")


def test_only_what_the_user_may_see(client):
    schedule(page_of("about"), go_live_at=MOMENT)
    schedule(page_of("members"), go_live_at=MOMENT)
    event_record("meeting", first_day=datetime.date(2031, 3, 30), last_day=datetime.date(2031, 3, 30))
    log_in(client, pages=page_of("who-we-are"))
    assert [entry.split("Publication ")[1] for entry in entries(month(client, "2031-03-21"))] == [
        "About the Forum English"
    ]


def test_an_event_of_which_only_the_month_is_known_is_on_no_day(editor):
    days = {"first_day": datetime.date(2031, 3, 1), "last_day": datetime.date(2031, 3, 31), "precision": "month"}
    event_record("meeting", **days)
    tree = month(editor, "2031-03-21")
    assert entries(tree) == ["March 2031 Conference · Confirmed meeting"]
    assert entries_of_day(tree, "2031-03-01") == []


def test_an_event_has_the_title_of_its_page_and_the_clocks_of_its_place(persian_editor):
    day = datetime.date(2031, 3, 21)
    event = event_record("meeting", first_day=day, last_day=day, starts_at=datetime.time(14, 5), time_zone="Asia/Tokyo")
    event_page(event, "fa", title="نشست")
    (entry,) = entries(month(persian_editor, "2031-03-21"))
    assert entry.startswith("۱ فروردین ۱۴۱۰ · ۱۴:۰۵")
    assert entry.endswith("نشست")


def test_somebody_for_events_only(client):
    schedule(page_of("about"), go_live_at=MOMENT)
    event_record("meeting", first_day=datetime.date(2031, 3, 30), last_day=datetime.date(2031, 3, 30))
    log_in(client, events=True)
    (entry,) = entries(month(client, "2031-03-21"))
    assert entry.endswith("meeting")
    assert ADDRESS in client.get("/admin/").content.decode()


def test_somebody_without_pages_and_events_is_kept_out(client):
    log_in(client)
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


def test_the_time_is_that_of_the_users_account(editor):
    schedule(page_of("about"), go_live_at=datetime.datetime(2031, 3, 31, 22, 30, tzinfo=datetime.UTC))
    assert entries(month(editor, "2031-03-01")) == []
    assert entries(month(editor, "2031-04-01"))[0].startswith("1 April 2031 · 2:00")
    profile = UserProfile.get_for_user(get_user_model().objects.get(pk=editor.session["_auth_user_id"]))
    profile.current_time_zone = "UTC"
    profile.save()
    assert entries(month(editor, "2031-03-01"))[0].startswith("31 March 2031 · 22:30")


def test_queries_do_not_grow(editor):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            month(editor, "2031-03-21")
        return len(queries)

    schedule(page_of("about"), go_live_at=MOMENT)
    event_record("first", first_day=datetime.date(2031, 3, 21), last_day=datetime.date(2031, 3, 21))
    count()
    few = count()
    for name in ("members", "who-we-are", "governance", "projects"):
        schedule(page_of(name), go_live_at=MOMENT)
    source = Event.objects.get(key="first").source
    day = datetime.date(2031, 3, 22)
    Event.objects.bulk_create(
        Event(key=f"event-{number}", kind="training", first_day=day, last_day=day, source=source)
        for number in range(500)
    )
    assert count() == few
