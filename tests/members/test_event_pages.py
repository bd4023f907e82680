"""Events as readers see them: the list, the pages, the timeline of the assemblies, and the profiles of their hosts."""

import datetime
import json
import re

import icalendar
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amf_site.demo.builders import page_of
from amf_site.languages import LANGUAGES
from members.event_names import named_events
from members.models import City, Event, EventPage
from tests.reading import Reader

from .forum_forms import a_source, address_of, post_of_event
from .forum_pages import event_index, event_page, event_record

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


class TestNames:
    def named(self, event: Event, code: str) -> str:
        return named_events([event], code)[0].title

    def test_the_title_of_the_page_is_the_name(self):
        event = event_record(number=41)
        event_page(event, title="Conference on water")
        assert self.named(event, "en") == "Conference on water"
        assert self.named(event, "fa") == "همایش شمارهٔ ۴۱"

    def test_without_a_page_kind_number_and_host_make_the_name(self):
        event = event_record(kind="assembly", number=41, host=City.objects.get(name="Bangkok"))
        names = {row.code: self.named(event, row.code) for row in LANGUAGES}
        assert names["en"] == "General Assembly no. 41, Bangkok"
        assert names["fa"] == "مجمع عمومی شمارهٔ ۴۱، بانکوک"
        assert names["ja"].startswith("第41回総会、")
        assert len(set(names.values())) == len(LANGUAGES)

    def test_a_page_that_nobody_can_reach_has_no_say(self):
        event = event_record(host=City.objects.get(name="Bangkok"))
        page = event_page(event, title="Secret")
        assert self.named(event, "en") == "Secret"
        page.unpublish()
        assert self.named(event, "en") == "Conference, Bangkok"
        page_of("bangkok").unpublish()
        assert self.named(event, "en") == "Conference, กรุงเทพมหานคร"

    @pytest.mark.parametrize("count", [1, 30])
    def test_many_cost_as_much_as_one(self, count, django_assert_num_queries):
        hosts = list(City.objects.all()[:3])
        for number in range(count):
            event_record(f"trial-{number}", host=hosts[number % 3])
        with django_assert_num_queries(3):
            assert len(named_events(Event.objects.with_records().coming(), "fa")) == count


def text_of(client, address: str) -> str:
    """The text of a page without the thin spaces and marks that CLDR puts around dates."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = Reader(answer.content.decode()).own_text
    return re.sub("[\u2009\u200a\u202f\u00a0]", " ", text).replace(" – ", "–").replace("– ", "–").replace(" –", "–")


def data_of(client, address: str, kind: str) -> list[dict]:
    """The structured data of a kind on a page."""
    html = client.get(address).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [entry for entry in json.loads(text)["@graph"] if entry["@type"] == kind]


class TestList:
    @pytest.fixture(autouse=True)
    def lists(self):
        event_index("en")
        event_index("fa")

    def listing(self, client, code: str = "en", **query: str):
        answer = client.get(f"/{code}/events/", query)
        assert answer.status_code == 200
        return answer.context["listing"]

    def keys(self, client, **query: str) -> list[str]:
        listing = self.listing(client, **query)
        past = [entry for _, entries in listing.past for entry in entries]
        return [entry.event.key for entry in [*listing.coming, *past]]

    def test_coming_events_come_first_then_the_past_by_year(self, client):
        today = timezone.localdate()
        event_record("later", first_day=today + 9 * DAY, last_day=today + 9 * DAY)
        event_record("now", first_day=today - DAY, last_day=today)
        listing = self.listing(client)
        assert [entry.event.key for entry in listing.coming] == ["now", "later"]
        years = [year for year, _ in listing.past]
        assert years == sorted(years, reverse=True)
        assert years[-1] == 2008
        assert all(entry.event.first_day.year == year for year, entries in listing.past for entry in entries)
        days = [entry.event.first_day for _, entries in listing.past for entry in entries]
        assert days == sorted(days, reverse=True)

    def test_whether_an_event_is_over_is_a_matter_of_its_place(self, client, monkeypatch):
        """Half an hour after midnight in Tokyo, the day there is over, while it lasts in Tehran."""
        day = datetime.date(2031, 5, 1)
        event_record("tokyo", first_day=day, last_day=day, time_zone="Asia/Tokyo")
        event_record("tehran", first_day=day, last_day=day, time_zone="Asia/Tehran")
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2031, 5, 1, 15, 30, tzinfo=datetime.UTC))
        assert [entry.event.key for entry in self.listing(client).coming] == ["tehran"]

    def test_nothing_to_come_is_said_and_leads_on(self, client):
        assert "No event has been announced yet." in text_of(client, "/en/events/")
        assert "هنوز رویدادی اعلام نشده است." in text_of(client, "/fa/events/")
        assert "No event has been announced yet." not in text_of(client, "/en/events/?kind=board")
        assert "/en/events/ics/" in Reader(client.get("/en/events/").content.decode()).links

    def test_filters(self, client):
        assert set(self.keys(client, kind="assembly")) == set(Event.objects.assemblies().values_list("key", flat=True))
        assert self.keys(client, kind="assembly", city="bangkok") == ["general-assembly-2012"]
        assert self.keys(client, kind="assembly", city="bangkok", year="2014") == []
        event_record(first_day=datetime.date(2031, 12, 30), last_day=datetime.date(2032, 1, 2))
        assert self.keys(client, year="2031") == self.keys(client, year="2032") == ["trial"]

    def test_choices_have_their_numbers_and_names_of_the_language(self, client):
        html = Reader(client.get("/fa/events/").content.decode()).own_text
        assert "مجمع عمومی (۷)" in html
        assert "۲۰۱۴ م. (۱)" in html
        page_of("haikou").unpublish()
        assert "海口" in client.get("/en/events/").content.decode()

    @pytest.mark.parametrize(
        "query",
        [
            "year=abc",
            "year=2031",
            "year=٢٠١٤",
            "kind=<script>alert(1)</script>",
            "city=%E0%A4%A",
            "city=paris",
            "kind=award",
        ],
    )
    def test_a_choice_that_is_none_is_left_out_in_words(self, client, query):
        answer = client.get(f"/en/events/?{query}&kind2=x")
        assert answer.status_code == 200
        assert "There is no such choice in this list." in answer.content.decode()
        assert "<script>alert" not in answer.content.decode()
        assert len(answer.context["listing"].found) == Event.objects.count()

    @pytest.mark.parametrize("query", ["kind=%00", "year=%ff%00", "page=abc", "page=-1", "page=999999999999999999999"])
    def test_bad_input_is_never_an_error_of_the_server(self, client, query):
        assert client.get(f"/en/events/?{query}").status_code in (200, 400)

    def test_nothing_found_offers_the_whole_list(self, client):
        reader = Reader(client.get("/en/events/?kind=assembly&year=2015").content.decode())
        assert "Nothing was found for this choice:" in reader.own_text
        assert "/en/events/" in reader.links

    def test_states_are_said_with_their_note(self, client):
        event_record("off", status="cancelled", status_note="The hall burnt down.")
        event_record("moved", status="postponed", status_note="New days are sought.")
        event_record("perhaps", status="provisional")
        assert text_of(client, "/fa/events/").count("این رویداد لغو شده است.") == 1
        html = client.get("/fa/events/").content.decode()
        assert '<p class="event-status__note" lang="en" dir="ltr">The hall burnt down.</p>' in html
        english = text_of(client, "/en/events/")
        assert "This event has been postponed. New days are sought." in english
        assert "The date is provisional." in english

    def test_the_hour_of_what_is_to_come_is_that_of_the_place(self, client):
        event_record(host=City.objects.get(name="Bangkok"), starts_at=datetime.time(9))
        assert "1–2 May 2031 09:00 Indochina Time" in text_of(client, "/en/events/")

    def test_long_lists_have_parts_and_every_event_is_in_one(self, client):
        many()
        found = [key for part in (1, 2, 3, 4) for key in self.keys(client, kind="training", page=str(part))]
        assert len(found) == len(set(found)) == 80

    @pytest.mark.parametrize("code", ["en", "fa"])
    def test_five_hundred_events_cost_twelve_queries(self, client, code):
        many(500)
        client.get(f"/{code}/events/")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{code}/events/?kind=training&page=3")
        assert len(queries) <= 12


def many(count: int = 80) -> None:
    hosts = list(City.objects.all()[:6])
    Event.objects.bulk_create(
        Event(
            key=f"many-{number}",
            kind="training",
            first_day=datetime.date(2024, 1, 1) + number * DAY,
            last_day=datetime.date(2024, 1, 1) + number * DAY,
            host=hosts[number % 6],
            source=a_source(),
        )
        for number in range(count)
    )


class TestPage:
    def test_days_are_in_both_calendars_and_times_in_those_of_the_place(self, client):
        event = event_record(
            first_day=datetime.date(2031, 5, 1),
            last_day=datetime.date(2031, 5, 1),
            host=City.objects.get(name="Bangkok"),
            starts_at=datetime.time(9),
            ends_at=datetime.time(17, 30),
        )
        event_page(event, venue="Sirikit Centre", theme="Water")
        event_page(event, "fa", venue="مرکز سیریکیت")
        english = text_of(client, "/en/events/trial/")
        assert "1 May 2031" in english
        assert "09:00–17:30" in english
        assert "Indochina Time" in english
        assert "Sirikit Centre" in english
        persian = text_of(client, "/fa/events/trial/")
        assert "۱۱ اردیبهشت ۱۴۱۰ (۱ مهٔ ۲۰۳۱)" in persian
        assert "۹:۰۰–۱۷:۳۰" in persian.replace("۰۹", "۹")
        assert "وقت هندوچین" in persian
        html = client.get("/fa/events/trial/").content.decode()
        assert '<time datetime="2031-05-01T09:00:00+07:00">' in html
        assert 'data-locale="fa-u-ca-persian-nu-arabext"' in html

    def test_the_host_leads_to_its_profile_or_has_its_own_name(self, client):
        event = event_record(host=City.objects.get(name="Bangkok"))
        event_page(event)
        reader = Reader(client.get("/en/events/trial/").content.decode())
        assert "/en/members/bangkok/" in reader.links
        page_of("bangkok").unpublish()
        html = client.get("/en/events/trial/").content.decode()
        assert "/en/members/bangkok/" not in Reader(html).links
        assert "กรุงเทพมหานคร" in html

    def test_an_event_has_one_page_in_each_language(self):
        event = event_record()
        event_page(event)
        event_page(event, "fa")
        with pytest.raises(ValidationError, match="This event has a page in this language already: trial in en"):
            event_page(event, slug="second")

    def test_a_past_event_asks_nobody_to_come(self, client):
        event = event_record(online_link="https://example.org/join", starts_at=datetime.time(9), time_zone="UTC")
        event_page(event, bring="<p>Register by mail.</p>")
        html = client.get("/en/events/trial/").content.decode()
        assert "Register by mail." in html
        assert "https://example.org/join" in html
        assert "data-own-time" in html
        day = timezone.localdate(timezone=datetime.UTC) - DAY
        Event.objects.filter(pk=event.pk).update(first_day=day, last_day=day)
        html = client.get("/en/events/trial/").content.decode()
        assert "Register" not in html
        assert "https://example.org/join" not in Reader(html).links
        assert "data-own-time" not in html
        assert "Held online" in html

    @pytest.mark.parametrize("status", ["cancelled", "postponed"])
    def test_an_event_that_was_called_off_asks_nobody_to_come(self, client, status):
        event = event_record(status=status, status_note="No hall.", online_link="https://example.org/join")
        event_page(event, bring="<p>Register by mail.</p>")
        html = client.get("/en/events/trial/").content.decode()
        assert f"This event has been {status}." in html
        assert "No hall." in html
        assert "Register" not in html
        assert "/en/events/trial/ics/" not in Reader(html).links

    def test_documents_and_news_lead_on(self, client):
        (page,) = event_pages_of("general-assembly-2012")
        reader = Reader(client.get(f"/en/events/{page.slug}/").content.decode())
        assert any("bangkok-declaration" in link for link in reader.links)
        assert "/en/news/general-assembly-in-bangkok/" in reader.links

    def test_the_text_of_a_page_that_is_edited_by_hand_is_safe(self, client):
        event_page(event_record(), title="<b>Bold</b>", venue="<script>alert(1)</script>", theme="A & B")
        html = client.get("/en/events/trial/").content.decode()
        assert "<script>alert" not in html
        assert "&lt;b&gt;Bold" in html

    def test_structured_data(self, client):
        event = event_record(
            host=City.objects.get(name="Bangkok"), starts_at=datetime.time(9), online_link="https://example.org/join"
        )
        event_page(event, venue="Sirikit Centre")
        (data,) = data_of(client, "/en/events/trial/", "Event")
        assert data["startDate"] == "2031-05-01T09:00:00+07:00"
        assert data["endDate"] == "2031-05-02"
        assert data["eventStatus"] == "https://schema.org/EventScheduled"
        assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
        place, online = data["location"]
        assert (place["@type"], place["name"]) == ("Place", "Sirikit Centre")
        assert place["address"] == {
            "@type": "PostalAddress",
            "addressLocality": "Bangkok",
            "addressCountry": "TH",
        }
        assert online == {"@type": "VirtualLocation", "url": "https://example.org/join"}

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"status": "cancelled", "status_note": "?"}, ("2031-05-01", "EventCancelled")),
            ({"status": "postponed", "status_note": "?"}, ("2031-05-01", "EventPostponed")),
            ({"precision": "month", "last_day": datetime.date(2031, 5, 31)}, ("2031-05", "EventScheduled")),
        ],
    )
    def test_structured_data_says_whether_it_takes_place(self, client, values, expected):
        event_page(event_record(**values))
        (data,) = data_of(client, "/en/events/trial/", "Event")
        assert (data["startDate"], data["eventStatus"].rpartition("/")[2]) == expected
        assert [place["@type"] for place in data["location"]] == ["VirtualLocation"]


def event_pages_of(key: str) -> list[EventPage]:
    return list(EventPage.objects.filter(event__key=key, locale__language_code="en"))


class TestTimeline:
    def test_it_leads_to_pages_declarations_and_hosts_and_has_a_map(self, client):
        reader = Reader(client.get("/en/who-we-are/general-assemblies/").content.decode())
        slugs = [page.slug for event in Event.objects.assemblies() for page in event_pages_of(event.key)]
        assert len(slugs) == 7
        assert {f"/en/events/{slug}/" for slug in slugs} <= set(reader.links)
        assert "/en/members/haikou/" in reader.links
        assert any("haikou-declaration" in link for link in reader.links)
        assert "Local Governance: Urban Initiatives for Progress and Justice" in reader.own_text
        assert "The map shows coasts only." in reader.own_text

    def test_an_assembly_to_come_is_on_it_and_one_that_was_called_off_is_not(self, client):
        event_record(kind="assembly", number=8, status="provisional", host=City.objects.get(name="Kazan"))
        text = text_of(client, "/en/who-we-are/general-assemblies/")
        assert "General Assembly no. 8, Kazan" in text
        assert "The date is provisional." in text
        Event.objects.filter(key="trial").update(status="cancelled", status_note="?")
        assert "no. 8" not in text_of(client, "/en/who-we-are/general-assemblies/")

    def test_it_costs_twelve_queries(self, client):
        client.get("/en/who-we-are/general-assemblies/")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/who-we-are/general-assemblies/")
        assert len(queries) <= 12


class TestProfile:
    def test_a_profile_lists_the_events_of_its_city(self, client):
        event = event_record(host=City.objects.get(name="Bangkok"))
        event_page(event, title="Conference on water")
        event_record("called-off", number=99, status="cancelled", status_note="?", host=event.host)
        reader = Reader(client.get("/en/members/bangkok/").content.decode())
        assert "/en/events/trial/" in reader.links
        assert "Conference on water" in reader.own_text
        assert "no. 99" not in reader.own_text
        assert "Conference on water" not in text_of(client, "/en/members/haikou/")


class TestCorrection:
    """A date is corrected in one place, and everything has it at the next request."""

    def test_a_corrected_date(self, client, editor):
        event = Event.objects.get(key="general-assembly-2014")
        (page,) = event_pages_of(event.key)
        form = post_of_event(key=event.key, kind="assembly", number=4, host=event.host_id, body=event.body_id)
        form |= {"first_day": "2014-11-24", "last_day": "2014-11-27"}
        for path in PLACES:  # so that whatever is cached is cached
            client.get(f"/en/{path.format(page.slug)}")
        assert editor.post(address_of(Event, "edit", event.pk), form).status_code == 302
        client.logout()
        for code, days in {"en": "24–27 November 2014", "fa": "۳ تا ۶ آذر ۱۳۹۳ (۲۴ تا ۲۷ نوامبر ۲۰۱۴)"}.items():
            for path in PLACES:
                assert days in text_of(client, f"/{code}/{path.format(page.slug)}"), (code, path)
            (data,) = data_of(client, f"/{code}/events/{page.slug}/", "Event")
            assert (data["startDate"], data["endDate"]) == ("2014-11-24", "2014-11-27")
            for address in (f"/{code}/events/ics/", f"/{code}/events/{page.slug}/ics/"):
                found = icalendar.Calendar.from_ical(client.get(address).content)
                (entry,) = [row for row in found.events if str(row["uid"]).startswith(f"{event.key}@")]
                assert (entry["dtstart"].dt, entry["sequence"]) == (datetime.date(2014, 11, 24), 1)

    def test_another_host_moves_the_event_to_its_profile(self, client, editor):
        event = Event.objects.get(key="general-assembly-2014")
        (page,) = event_pages_of(event.key)
        kazan = City.objects.get(name="Kazan")
        form = post_of_event(key=event.key, kind="assembly", number=4, host=kazan.pk, body=event.body_id)
        form |= {"first_day": "2014-11-25", "last_day": "2014-11-25"}
        assert editor.post(address_of(Event, "edit", event.pk), form).status_code == 302
        client.logout()
        link = f"/en/events/{page.slug}/"
        assert link in Reader(client.get("/en/members/kazan/").content.decode()).links
        assert link not in Reader(client.get("/en/members/haikou/").content.decode()).links
        assert "/en/members/kazan/" in Reader(client.get(link).content.decode()).links


#: Where readers meet the days of an assembly; ``{}`` is the slug of its page.
PLACES = ("events/{}/", "events/", "who-we-are/general-assemblies/", "who-we-are/about/", "members/haikou/")
