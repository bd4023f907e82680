"""Events: one record for all pages and languages, whose days and times are those of the place."""

import datetime
import random
import zoneinfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from amf_site.demo.builders import page_of
from members.models import City, Event
from members.models.event import is_skipped
from tests.reading import Reader

from .forum_forms import a_source, address_of, post_of_event

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
#: Zones with clocks that are put forward at midnight, by half an hour, on a day that was left out, and not at all.
ZONES = ("Asia/Tehran", "Asia/Tokyo", "Europe/Istanbul", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "UTC")


def an_event(**values) -> Event:
    days = {"first_day": datetime.date(2031, 5, 1), "last_day": datetime.date(2031, 5, 2)}
    return Event(**{"key": "trial", "kind": "conference", **days, "source": a_source(), **values})


def refused(**values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        an_event(**values).full_clean()
    return refusal.value.message_dict


class TestForm:
    def add(self, editor, **changes):
        return editor.post(address_of(Event), post_of_event(**changes))

    def test_an_event_is_entered_and_has_a_history(self, editor):
        assert self.add(editor, host=City.objects.get(name="Bangkok").pk, starts_at="09:00").status_code == 302
        event = Event.objects.get(key="trial")
        assert event.starts.isoformat() == "2031-05-01T09:00:00+07:00"
        editor.post(address_of(Event, "edit", event.pk), post_of_event(last_day="2031-05-03"))
        assert Revision.objects.for_instance(event).count() == 2
        assert editor.get(address_of(Event, "history", event.pk)).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"last_day": "2031-04-30"}, "The last day is before the first."),
            ({"status": "cancelled"}, "Say why it is postponed or cancelled."),
            ({"status": "postponed", "status_note": "   "}, "Say why it is postponed or cancelled."),
            ({"first_day": "1410-02-11", "last_day": "1410-02-12"}, "Persian calendar"),
            ({"starts_at": "09:00"}, "Write the time zone"),
            ({"starts_at": "09:00", "time_zone": "Tehran"}, "is no time zone"),
            ({"starts_at": "09:00", "time_zone": "asia/tehran"}, "is no time zone"),
            ({"starts_at": "09:00", "time_zone": "localtime"}, "is no time zone"),
            ({"starts_at": "09:00", "time_zone": "Factory"}, "is no time zone"),
            ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "Enter a valid date"),
            ({"first_day": "2031-05-01", "last_day": "3031-05-01"}, "Enter a valid date"),
            ({"first_day": "0203-05-01"}, "Enter a valid date"),
            ({"ends_at": "09:00"}, "Say when it begins"),
            ({"starts_at": "10:00", "ends_at": "09:00", "last_day": "2031-05-01", "time_zone": "UTC"}, "cannot end"),
            ({"precision": "month"}, "Enter the first and the last day of the month."),
            ({"number": "0"}, "greater than or equal to 1"),
            ({"key": "general-assembly-2008"}, "already exists"),
            ({"key": "نام"}, "Enter a valid"),
            ({"source": ""}, "This field is required."),
            ({"kind": "<script>"}, "Select a valid choice"),
            ({"online_link": "javascript:alert(1)"}, "Enter a valid URL"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, editor, changes, words):
        answer = self.add(editor, **changes)
        assert answer.status_code == 200
        assert words in Reader(answer.content.decode()).own_text
        assert not Event.objects.filter(key="trial").exists()

    @pytest.mark.parametrize("client_of", ["editor", "persian_editor"])
    @pytest.mark.parametrize(
        ("day", "hour"),
        [("۲۰۳۱-۰۵-۰۱", "۰۹:۳۰"), ("٢٠٣١/٥/١", "٠٩:٣٠"), ("2031/05/01", "09:30"), ("\u200f۲۰۳۱/۰۵/۰۱\u200e ", " ۹:۳۰")],
    )
    def test_days_and_hours_in_the_digits_of_any_keyboard(self, request, client_of, day, hour):
        values = {"first_day": day, "last_day": day, "checked_on": "۲۰۲۶-۱۱-۳۰", "time_zone": "Asia/Tehran"}
        answer = self.add(request.getfixturevalue(client_of), **values, starts_at=hour, number="۱۲")
        assert answer.status_code == 302, answer.context["form"].errors
        event = Event.objects.get(key="trial")
        assert (event.first_day, event.last_day) == (datetime.date(2031, 5, 1),) * 2
        assert (event.starts_at, event.number) == (datetime.time(9, 30), 12)
        assert event.checked_on == datetime.date(2026, 11, 30)

    def test_an_event_is_copied_to_another_day_and_begins_anew(self, editor):
        first = an_event()
        first.save()
        first.last_day += DAY
        first.save()
        page = Reader(editor.get(address_of(Event, "copy", first.pk)).content.decode())
        kept = {name: page.named("input", name=name)[0].get("value", "") for name in ("key", "number", "first_day")}
        assert kept == {"key": "", "number": "", "first_day": ""}
        assert "selected" in page.named("option", value="conference")[0]
        editor.post(
            address_of(Event, "copy", first.pk),
            post_of_event(key="again", first_day="2032-05-01", last_day="2032-05-02"),
        )
        assert Event.objects.get(key="again").sequence == 0
        assert Event.objects.get(key="trial").sequence == 1

    def test_nobody_deletes_what_a_document_needs(self, editor):
        event = Event.objects.get(key="general-assembly-2008")
        answer = editor.post(address_of(Event, "delete", event.pk), follow=True)
        assert "It is in use, so it stays" in answer.content.decode()
        city = City.objects.get(name="Haikou")
        answer = editor.post(address_of(City, "delete", city.pk), follow=True)
        assert "It is in use, so it stays" in answer.content.decode()
        assert Event.objects.filter(pk=event.pk).exists()


class TestTimes:
    def test_a_time_that_clocks_skip_is_refused(self):
        night = {"first_day": datetime.date(2031, 3, 30), "last_day": datetime.date(2031, 3, 30)}
        for time in (datetime.time(2, 0), datetime.time(2, 30), datetime.time(2, 59)):
            assert "starts_at" in refused(**night, starts_at=time, time_zone="Europe/Berlin")
        evening = {"starts_at": datetime.time(1, 0), "ends_at": datetime.time(2, 30)}
        assert "ends_at" in refused(**night, **evening, time_zone="Europe/Berlin")
        for time in (datetime.time(1, 59), datetime.time(3, 0)):
            an_event(**night, starts_at=time, time_zone="Europe/Berlin").full_clean()

    def test_a_note_of_invisible_signs_says_nothing(self):
        assert "status_note" in refused(status="cancelled", status_note="\u200b \u2060")

    def test_the_zone_is_the_hosts_unless_another_is_written(self):
        event = an_event(host=City.objects.get(name="Bangkok"), starts_at=datetime.time(9))
        assert event.starts.utcoffset() == datetime.timedelta(hours=7)
        event.time_zone = "Asia/Tokyo"
        assert event.starts.utcoffset() == datetime.timedelta(hours=9)
        event.time_zone = "Asia"  # a folder of the time zone database
        assert event.starts is None
        with pytest.raises(ValidationError, match="no time zone"):
            event.full_clean()

    @pytest.mark.parametrize("zone", ZONES)
    def test_a_time_is_refused_exactly_if_no_clock_shows_it(self, zone):
        """Compare with all moments of the days on which the zone changes its offset, minute by minute."""
        here = zoneinfo.ZoneInfo(zone)
        noons = (datetime.datetime(2011, 12, 1, 12, tzinfo=here) + number * DAY for number in range(150))
        changes = [noon.date() for noon in noons if noon.utcoffset() != (noon + DAY).utcoffset()]
        chance = random.Random(zone)
        for day in [datetime.date(2012, 2, 2), *(change + DAY for change in changes), *changes]:
            start = datetime.datetime.combine(day - DAY, datetime.time(), tzinfo=datetime.UTC)
            shown = {
                (start + datetime.timedelta(minutes=minute)).astimezone(here).replace(tzinfo=None)
                for minute in range(60 * 24 * 3)
            }
            for minute in chance.sample(range(60 * 24), 200):
                local = datetime.datetime.combine(day, datetime.time(minute // 60, minute % 60))
                assert is_skipped(local.replace(tzinfo=here)) == (local not in shown)

    def test_an_event_is_over_when_its_last_day_is_over_at_the_place(self):
        today = timezone.localdate(timezone=zoneinfo.ZoneInfo("Asia/Tokyo"))
        event = an_event(first_day=today, last_day=today, time_zone="Asia/Tokyo")
        assert not event.is_over
        event.first_day = event.last_day = today - DAY
        assert event.is_over


class TestSequence:
    """What calendars need to take over a change, and not to take over what is none."""

    def test_it_goes_up_with_every_change_of_facts_and_only_then(self):
        event = an_event(host=City.objects.get(name="Bangkok"))
        event.save()
        assert event.sequence == 0
        changes = [
            {"last_day": event.last_day + DAY},
            {"starts_at": datetime.time(9)},
            {"host": City.objects.get(name="Kazan")},
            {"status": "cancelled", "status_note": "No hall."},
            {"online_link": "https://example.org/"},
            {"number": 5},
        ]
        for number, change in enumerate(changes, 1):
            before = Event.objects.get(pk=event.pk).modified_at
            event = Event.objects.get(pk=event.pk)
            for name, value in change.items():
                setattr(event, name, value)
            event.save()
            event.refresh_from_db()
            assert event.sequence == number
            assert event.modified_at > before
        for name, value in {"checked_on": datetime.date(2026, 1, 1), "status_note": "No hall!"}.items():
            setattr(event, name, value)
            event.save()
            assert Event.objects.get(pk=event.pk).sequence == len(changes)

    def test_fields_saved_alone_count_as_well(self):
        event = an_event()
        event.save()
        event.last_day += DAY
        event.save(update_fields=["checked_on"])
        assert Event.objects.get(pk=event.pk).sequence == 0
        event.save(update_fields=["last_day"])
        assert Event.objects.get(pk=event.pk).sequence == 1

    def test_it_goes_up_also_when_a_former_version_comes_back(self):
        event = an_event()
        event.save()
        former = event.save_revision()
        event.last_day += DAY
        event.save()
        former.as_object().save()
        event.refresh_from_db()
        assert (event.sequence, event.last_day) == (2, datetime.date(2031, 5, 2))

    def test_another_zone_of_the_host_moves_its_timed_events(self):
        city = City.objects.get(name="Bangkok")
        timed = an_event(host=city, starts_at=datetime.time(9))
        timed.save()
        own = an_event(key="own", host=city, starts_at=datetime.time(9), time_zone="Asia/Tokyo")
        own.save()
        city.time_zone = "Asia/Ho_Chi_Minh"
        city.save()
        city.save()
        found = dict(Event.objects.filter(host=city).values_list("key", "sequence"))
        assert found == {"trial": 1, "own": 0, "general-assembly-2012": 0, "executive-board-2012": 0}


def test_the_database_keeps_the_rules_too():
    for values in ({"last_day": datetime.date(2031, 4, 1)}, {"kind": "assembly", "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            an_event(**values).save()


class TestQuerysets:
    def keys(self, events) -> list[str]:
        return [event.key for event in events]

    def test_coming_past_and_held(self):
        today = datetime.date(2031, 5, 1)
        for key, offset, values in [
            ("over", -2, {}),
            ("running", -1, {"last_day": today}),
            ("next", 1, {"status": "provisional"}),
            ("later", 9, {"status": "postponed", "status_note": "?"}),
            ("off", 3, {"status": "cancelled", "status_note": "?"}),
            ("was-off", -9, {"status": "cancelled", "status_note": "?"}),
        ]:
            first = today + offset * DAY
            an_event(key=key, **{"first_day": first, "last_day": first, **values}).save()
        ours = Event.objects.filter(kind="conference").exclude(key="tehran-urban-event-2025")
        assert self.keys(ours.coming(today)) == ["running", "next", "later"]
        assert self.keys(ours.past(today)) == ["over"]
        assert sorted(self.keys(ours.held(today))) == ["over", "running"]

    def test_of_a_year(self):
        an_event(first_day=datetime.date(2031, 12, 30), last_day=datetime.date(2032, 1, 2)).save()
        assert [self.keys(Event.objects.in_year(year)) for year in (2030, 2031, 2032)] == [[], ["trial"], ["trial"]]

    def test_calendars_get_days_that_are_known_and_what_was_cancelled_lately(self):
        now = timezone.now()
        assert "executive-board-2023" not in self.keys(Event.objects.in_calendars())
        assert "general-assembly-2008" in self.keys(Event.objects.in_calendars())
        event = an_event(status="cancelled", status_note="No hall.")
        event.save()
        assert "trial" in self.keys(Event.objects.in_calendars(now))
        assert "trial" not in self.keys(Event.objects.in_calendars(now + 91 * DAY))

    @pytest.mark.parametrize("count", [1, 40])
    def test_the_cost_is_the_same_for_one_and_many(self, count, django_assert_num_queries):
        hosts = list(City.objects.all()[:5])
        for number in range(count):
            an_event(key=f"trial-{number}", host=hosts[number % 5], source=a_source()).save()
        with django_assert_num_queries(1):
            rows = list(Event.objects.in_language("fa").coming())
            assert len(rows) == count
            assert {(row.host.name, row.source.name, row.source_name, row.body_name) for row in rows}


class TestPages:
    """One record is corrected, and every page in every language has it, without publishing and without a translator."""

    def test_a_corrected_date_is_on_all_pages_at_once(self, client, editor):
        event = Event.objects.get(key="general-assembly-2014")
        form = post_of_event(key=event.key, kind="assembly", number=4, host=event.host_id, body=event.body_id)
        form |= {"first_day": "2014-11-24", "last_day": "2014-11-27"}
        assert editor.post(address_of(Event, "edit", event.pk), form).status_code == 302
        client.logout()
        for code, days in {"en": "24\u2009–\u200927 November 2014", "fa": "۳ تا ۶ آذر ۱۳۹۳"}.items():
            for path in ("who-we-are/about/", "members/haikou/"):
                text = Reader(client.get(f"/{code}/{path}").content.decode()).own_text
                assert days.replace("\u2009", "") in text.replace("\u2009", "").replace("\u200a", ""), (code, path)

    def test_the_landing_page_counts_what_was_held(self, client):
        def told(code: str) -> str:
            return Reader(client.get(f"/{code}/").content.decode()).own_text

        assert "7 2008–2025" in told("en")
        assert "۷" in told("fa")
        Event.objects.filter(key="general-assembly-2008").update(status="cancelled")
        tomorrow = timezone.localdate() + DAY
        an_event(kind="assembly", number=8, first_day=tomorrow, last_day=tomorrow).save()
        assert "6 2011–2025" in told("en")

    def test_the_list_leads_to_the_hosts_that_this_language_has(self, client):
        page_of("haikou").unpublish()
        reader = Reader(client.get("/en/who-we-are/about/").content.decode())
        assert "/en/members/haikou/" not in reader.links
        assert "/en/members/tehran/" in reader.links
        assert "海口" not in reader.own_text
        assert (
            '<bdi class="native" lang="zh" dir="ltr">海口</bdi>' in client.get("/en/who-we-are/about/").content.decode()
        )

    def test_a_profile_names_no_assembly_that_was_called_off(self, client):
        assert "General Assembly hosted" in client.get("/en/members/haikou/").content.decode()
        Event.objects.filter(key="general-assembly-2014").update(status="cancelled")
        assert "General Assembly hosted" not in client.get("/en/members/haikou/").content.decode()
