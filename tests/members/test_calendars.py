"""Calendars of the events, read with icalendar as calendar programs do."""

import datetime
import zoneinfo

import icalendar
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from members.models import City, Event

from .forum_forms import address_of, post_of_event
from .forum_pages import event_index, event_page, event_record

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
ALL = "/{}/events/ics/"


def read(client, address: str) -> icalendar.Calendar:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def entry(client, key: str, code: str = "en") -> icalendar.Event | None:
    found = read(client, ALL.format(code))
    return next((event for event in found.events if str(event["uid"]).startswith(f"{key}@")), None)


@pytest.fixture(autouse=True)
def lists():
    event_index("en")
    event_index("fa")


class TestForm:
    def test_no_line_is_longer_than_75_octets(self, client):
        event = event_record(host=City.objects.get(name="Bangkok"))
        long = "نشستی دربارهٔ آب، خاک، هوا؛ و شهرهای ساحلی\\" * 5
        event_page(event, "fa", title=long[:250], venue=long[:200], theme=long[:200], summary="شهر و دریا، " * 25)
        for code in ("en", "fa"):
            body = client.get(ALL.format(code)).content
            assert body.endswith(b"\r\n")
            assert max(len(line) for line in body.split(b"\r\n")) <= 75
            assert b"\n" not in body.replace(b"\r\n", b"")
        assert str(entry(client, "trial", "fa")["summary"]) == long[:250]

    def test_control_characters_and_line_breaks_do_not_break_it(self, client):
        page = event_page(event_record(), title="Water\x07 and\x00 soil".replace("\x00", "\x1b"), venue="Hall\rone")
        type(page).objects.filter(pk=page.pk).update(summary="First\x0b line\nBEGIN:VEVENT")
        found = entry(client, "trial")
        assert str(found["summary"]) == "Water and soil"
        assert str(found["location"]).startswith("Hallone")
        assert str(found["description"]) == "First line\nBEGIN:VEVENT"

    def test_it_has_a_name_and_says_how_often_to_ask(self, client):
        found = read(client, ALL.format("fa"))
        assert str(found["version"]) == "2.0"
        assert found["prodid"]
        assert found.calendar_name
        assert found.refresh_interval == datetime.timedelta(hours=12)
        assert len(found.events) == Event.objects.in_calendars().count()


class TestFacts:
    def test_whole_days_end_before_the_day_after_the_last(self, client):
        event_record(first_day=datetime.date(2031, 3, 8), last_day=datetime.date(2031, 3, 10))
        found = entry(client, "trial")
        assert found["dtstart"].dt == datetime.date(2031, 3, 8)
        assert found["dtend"].dt == datetime.date(2031, 3, 11)
        assert not read(client, ALL.format("en")).timezones

    def test_the_uid_is_the_same_in_all_languages_and_files(self, client):
        event = event_record()
        event_page(event, "en", title="Water")
        event_page(event, "fa", title="آب")
        single = read(client, "/fa/events/trial/ics/").events[0]
        assert str(single["summary"]) == "آب"
        assert single["uid"] == entry(client, "trial", "en")["uid"] == entry(client, "trial", "fa")["uid"]
        uids = [str(event["uid"]) for event in read(client, ALL.format("en")).events]
        assert len(set(uids)) == len(uids)

    def test_a_change_in_the_admin_moves_it_and_counts(self, client, editor):
        event = event_record()
        before = entry(client, "trial")
        editor.post(address_of(Event, "edit", event.pk), post_of_event(last_day="2031-05-04"))
        for code in ("en", "fa"):
            after = entry(client, "trial", code)
            assert after["sequence"] == before["sequence"] + 1
            assert after["dtend"].dt == datetime.date(2031, 5, 5)
            assert after["last-modified"].dt >= before["last-modified"].dt

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("confirmed", "CONFIRMED"),
            ("provisional", "TENTATIVE"),
            ("cancelled", "CANCELLED"),
            ("postponed", "CANCELLED"),
        ],
    )
    def test_programs_learn_whether_it_takes_place(self, client, status, expected):
        event_record(status=status, status_note="No hall.")
        assert str(entry(client, "trial")["status"]) == expected

    @pytest.mark.parametrize(
        ("status", "is_told"), [("confirmed", True), ("provisional", True), ("cancelled", False), ("postponed", False)]
    )
    def test_what_was_called_off_asks_nobody_to_take_part_online(self, client, status, is_told):
        event_page(event_record(status=status, status_note="No hall.", online_link="https://example.org/join"), "fa")
        for code in ("en", "fa"):
            assert ("https://example.org/join" in entry(client, "trial", code).to_ical().decode()) == is_told

    def test_a_cancelled_event_stays_for_ninety_days(self, client):
        event = event_record(status="cancelled", status_note="No hall.")
        Event.objects.filter(pk=event.pk).update(modified_at=timezone.now() - 89 * DAY)
        assert entry(client, "trial") is not None
        Event.objects.filter(pk=event.pk).update(modified_at=timezone.now() - 91 * DAY)
        assert entry(client, "trial") is None

    def test_an_event_of_which_only_the_month_is_known_is_in_no_calendar(self, client):
        event = event_record(
            first_day=datetime.date(2031, 5, 1), last_day=datetime.date(2031, 5, 31), precision="month"
        )
        event_page(event)
        assert entry(client, "trial") is None
        assert client.get("/en/events/trial/ics/").status_code == 404
        assert "/en/events/trial/ics/" not in client.get("/en/events/trial/").content.decode()


class TestTimes:
    def test_times_have_a_zone_and_its_rules(self, client):
        event = event_record(
            host=City.objects.get(name="Bangkok"), starts_at=datetime.time(9), ends_at=datetime.time(17, 30)
        )
        page = event_page(event)
        found = read(client, f"/en/events/{page.slug}/ics/")
        assert [str(zone["tzid"]) for zone in found.timezones] == ["Asia/Bangkok"]
        begins = found.events[0]["dtstart"]
        assert begins.params["TZID"] == "Asia/Bangkok"
        assert begins.dt == datetime.datetime(2031, 5, 1, 9, tzinfo=zoneinfo.ZoneInfo("Asia/Bangkok"))
        assert found.events[0]["dtend"].dt.isoformat() == "2031-05-02T17:30:00+07:00"

    @pytest.mark.parametrize("zone", ["Europe/Istanbul", "Europe/Berlin", "Asia/Beirut", "Asia/Kathmandu"])
    def test_the_rules_in_the_file_alone_give_the_right_moment(self, client, zone):
        """Programs that do not know the zone use only the definition in the file."""
        for number, day in enumerate([datetime.date(2031, 1, 15), datetime.date(2031, 7, 15)]):
            event_record(f"trial-{number}", first_day=day, last_day=day, starts_at=datetime.time(12), time_zone=zone)
        unknown = f"Unknown/{zone.replace('/', '-')}"
        body = client.get(ALL.format("en")).content.replace(zone.encode(), unknown.encode())
        found = icalendar.Calendar.from_ical(body)
        for number in (0, 1):
            said = next(event for event in found.events if str(event["uid"]).startswith(f"trial-{number}@"))
            expected = Event.objects.get(key=f"trial-{number}").starts
            assert said["dtstart"].dt.astimezone(datetime.UTC) == expected.astimezone(datetime.UTC)

    def test_without_an_end_it_lasts_until_the_end_of_its_last_day(self, client):
        event_record(time_zone="Asia/Tehran", starts_at=datetime.time(9))
        assert entry(client, "trial")["dtend"].dt.isoformat() == "2031-05-03T00:00:00+03:30"
        Event.objects.filter(key="trial").update(last_day=datetime.date(2031, 5, 1))
        assert "dtend" not in entry(client, "trial")

    def test_utc_needs_no_rules(self, client):
        event_record(time_zone="UTC", starts_at=datetime.time(9), ends_at=datetime.time(10))
        assert not read(client, ALL.format("en")).timezones
        assert entry(client, "trial")["dtstart"].to_ical() == b"20310501T090000Z"


class TestAnswers:
    def test_it_is_a_file_with_a_name(self, client):
        event_page(event_record())
        assert client.get(ALL.format("fa"))["Content-Disposition"] == 'attachment; filename="amf-events-fa.ics"'
        assert client.get("/en/events/trial/ics/")["Content-Disposition"] == 'attachment; filename="trial.ics"'

    def test_programs_that_ask_again_get_nothing_new(self, client):
        first = client.get(ALL.format("en"))
        assert "max-age=3600" in first["Cache-Control"]
        for tag in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
            again = client.get(ALL.format("en"), headers={"if-none-match": tag})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == first["Cache-Control"]
        event_record()
        changed = client.get(ALL.format("en"), headers={"if-none-match": first["ETag"]})
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]

    def test_it_is_the_same_for_everybody_at_any_time(self, editor):
        reader = Client()
        first = reader.get(ALL.format("en"))
        cache.clear()
        assert editor.get(ALL.format("en")).content == first.content == reader.get(ALL.format("en")).content
        assert "Cookie" not in first.get("Vary", "")

    def test_methods(self, client):
        assert client.head(ALL.format("en")).status_code == 200
        assert client.head(ALL.format("en"))["ETag"] == client.get(ALL.format("en"))["ETag"]
        assert client.post(ALL.format("en")).status_code == 405

    @pytest.mark.parametrize("query", ["?year=abc", "?page=99", "?x=<script>"])
    def test_what_is_asked_besides_does_not_matter(self, client, query):
        assert client.get(ALL.format("en") + query).content == client.get(ALL.format("en")).content

    def test_five_hundred_events_cost_as_much_as_a_few(self, client):
        hosts = list(City.objects.all()[:6])
        Event.objects.bulk_create(
            Event(
                key=f"trial-{number}",
                kind="training",
                first_day=datetime.date(2031, 1, 1) + number * DAY,
                last_day=datetime.date(2031, 1, 2) + number * DAY,
                starts_at=datetime.time(9) if number % 2 else None,
                host=hosts[number % 6],
                source=Event.objects.first().source,
            )
            for number in range(500)
        )
        client.get(ALL.format("en"))
        with CaptureQueriesContext(connection) as queries:
            assert len(read(client, ALL.format("en")).events) > 500
        assert len(queries) <= 15


class TestVisibility:
    def test_a_page_that_is_not_public_leaves_no_words(self, client):
        page = event_page(event_record(), title="Confidential", venue="Hidden hall", summary="Quiet")
        assert str(entry(client, "trial")["summary"]) == "Confidential"
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        body = client.get(ALL.format("en")).content.decode()
        assert not any(word in body for word in ("Confidential", "Hidden", "Quiet"))
        assert client.get("/en/events/trial/ics/").status_code == 302
        restriction.delete()
        page.unpublish()
        body = client.get(ALL.format("en")).content.decode()
        assert not any(word in body for word in ("Confidential", "Hidden", "Quiet"))
        assert client.get("/en/events/trial/ics/").status_code == 404
        assert str(entry(client, "trial")["summary"]) == "Conference"

    def test_a_private_list_has_no_public_calendar(self, client):
        PageViewRestriction.objects.create(page=event_index(), restriction_type=PageViewRestriction.LOGIN)
        assert client.get(ALL.format("en")).status_code == 302
        assert client.get(ALL.format("fa")).status_code == 302

    def test_no_shared_cache_keeps_what_only_some_may_have(self, editor):
        PageViewRestriction.objects.create(page=event_index(), restriction_type=PageViewRestriction.LOGIN)
        page = editor.get("/en/events/")
        calendar = editor.get(ALL.format("en"))
        assert calendar.status_code == 200
        assert calendar["Cache-Control"] == page["Cache-Control"]
        assert {"private", "no-store"} <= set(calendar["Cache-Control"].split(", "))
