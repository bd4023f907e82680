"""A day of an assembly is corrected in one place, and every language has it at the next request."""

import datetime
import json
import re
from urllib.parse import urlsplit

import icalendar
import pytest
from django.test import Client

from amf_site.cldr.formats import format_days, format_gregorian_days
from amf_site.languages import LANGUAGES
from members.models import City, CityPage, Event, EventPage
from tests.members.forum_forms import address_of, post_of_event
from tests.reading import Reader

pytestmark = pytest.mark.django_db

CODES = [row.code for row in LANGUAGES]
FIRST, LAST = datetime.date(2014, 11, 24), datetime.date(2014, 11, 27)
#: Lists on which readers meet the days of an assembly.
LISTS = ("events/", "events/?year=2014", "who-we-are/general-assemblies/", "who-we-are/about/")


def plain(text: str) -> str:
    """Text without the spaces and marks by which CLDR sets dates."""
    return re.sub(r"[\s\u200e\u200f\u2009\u200a\u202f\u00a0]", "", text)


@pytest.fixture
def event() -> Event:
    return Event.objects.get(key="general-assembly-2014")


def test_a_corrected_day_and_host_are_everywhere_at_once(editor, event):
    reader, kazan = Client(), City.objects.get(name="Kazan")
    slug = EventPage.objects.filter(event=event).first().slug
    profile = CityPage.objects.filter(city=kazan).first().slug
    paths = (*LISTS, f"events/{slug}/", f"members/{profile}/")
    for code in CODES:  # so that whatever is cached is cached
        for path in paths:
            assert reader.get(f"/{code}/{path}").status_code == 200, (code, path)
    form = post_of_event(key=event.key, kind="assembly", number=4, host=kazan.pk, body=event.body_id)
    form |= {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
    assert editor.post(address_of(Event, "edit", event.pk), form).status_code == 302
    uids = set()
    for code in CODES:
        days = plain(format_days(FIRST, LAST, code))
        for path in paths:
            answer = reader.get(f"/{code}/{path}")
            page = Reader(answer.content.decode())
            assert days in plain(page.own_text), (code, path)
            assert plain(format_gregorian_days(FIRST, LAST, code)) in plain(page.own_text), (code, path)
            assert {"datetime": "2014-11-24"} in page.named("time"), (code, path)
        assert f"/{code}/events/{slug}/" not in reader.get(f"/{code}/members/haikou/").content.decode()
        (data,) = [entry for entry in graph(reader, f"/{code}/events/{slug}/") if entry["@type"] == "Event"]
        assert (data["startDate"], data["endDate"]) == ("2014-11-24", "2014-11-27")
        assert data["location"][0]["address"]["addressCountry"] == "RU"
        for address in (f"/{code}/events/ics/", f"/{code}/events/{slug}/ics/"):
            found = icalendar.Calendar.from_ical(reader.get(address).content)
            (entry,) = [row for row in found.events if urlsplit(str(row["url"])).path == f"/{code}/events/{slug}/"]
            assert (entry["dtstart"].dt, entry["dtend"].dt) == (FIRST, LAST + datetime.timedelta(days=1))
            assert entry["sequence"] == 1
            uids.add(str(entry["uid"]))
        for feed in ("feed", "rss"):
            assert days in plain(reader.get(f"/{code}/events/{feed}/").content.decode()), (code, feed)
    assert len(uids) == 1


def graph(reader: Client, address: str) -> list[dict]:
    html = reader.get(address).content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)["@graph"]


@pytest.mark.parametrize("code", CODES)
def test_every_line_of_every_calendar_is_short(code):
    body = Client().get(f"/{code}/events/ics/").content
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert len(icalendar.Calendar.from_ical(body).events) == Event.objects.in_calendars().count()


@pytest.mark.parametrize("code", CODES)
def test_events_without_a_page_have_a_name_of_the_language(code, event):
    EventPage.objects.filter(event=event, locale__language_code=code).first().unpublish()
    html = Client().get(f"/{code}/events/?kind=assembly&year=2014").content.decode()
    (name,) = re.findall(r'<p class="event-row__title">([^<]+)</p>', html)
    assert set(name) & set("4۴৪")
    assert (name.startswith("General Assembly no. 4, ")) == (code == "en")
