"""Dates in the admin: in Persian those of the Persian calendar; the second test fails once Django knows it."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import formats, translation

#: The site may have names of its own for months.
pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 30, 8, 7, tzinfo=UTC)


@pytest.mark.parametrize("name", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_a_moment_is_said_in_the_persian_calendar(name):
    with translation.override("fa"):
        assert formats.date_format(MOMENT, name) == "۹ آذر ۱۴۰۵، ۱۱:۳۷"


@pytest.mark.parametrize("written", ["{{ day }}", "{{ day|date }}", "{{ day|date:'SHORT_DATE_FORMAT' }}"])
def test_a_day_in_a_template(written):
    with translation.override("fa"):
        assert Template(written).render(Context({"day": date(2026, 3, 21)})) == "۱ فروردین ۱۴۰۵"


@pytest.mark.parametrize("pattern", ["c", "Y-m-d", "j F Y", "U", "H:i"])
def test_patterns_stay_what_they_are(pattern):
    with translation.override("fa"):
        assert formats.date_format(MOMENT, pattern) == formats.date_format.__wrapped__(MOMENT, pattern)


@pytest.mark.parametrize("code", ["en", "ar", "ja"])
def test_other_calendars_stay(code):
    with translation.override(code):
        assert formats.date_format(MOMENT) == formats.date_format.__wrapped__(MOMENT)


def test_django_still_writes_gregorian_dates():
    with translation.override("fa"):
        assert "2026" in formats.date_format.__wrapped__(MOMENT, "DATE_FORMAT")
