"""Bodies, offices and published documents: only what a source tells, as exact as it is known."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from amf_site.media.models import SiteDocument
from members.models import Body, City, Event, Office, PublishedDocument, PublishedFile, Theme
from pages.partial_dates import PartialDate, PartialDateField
from tests.reading import Reader

from .forum_forms import a_source, address_of, post_of_document, post_of_office

pytestmark = pytest.mark.django_db


def body(slug: str) -> Body:
    return Body.objects.originals().get(slug=slug)


def an_office(**values) -> Office:
    values = {"body": body("executive-board"), "position": "president", "person": "Somebody", **values}
    return Office(source=a_source(), **values)


class TestPartialDates:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            *(("2011", "2011"), ("2011-04", "2011-04"), ("2011-4", "2011-04"), ("2011/4/1", "2011-04-01")),
            *(
                ("۲۰۱۱-۰۴", "2011-04"),
                ("٢٠١١", "2011"),
                (" 2011-04-01\u200f", "2011-04-01"),
                ("2012-02-29", "2012-02-29"),
            ),
        ],
    )
    def test_what_is_taken(self, typed, stored):
        assert PartialDateField().clean(typed, None) == stored

    @pytest.mark.parametrize(
        "typed",
        [
            *("2011-13", "2011-00", "2011-02-30", "0000", "11", "04.2011", "01/04/2011", "2011-04-01T00:00", "2011-"),
            *("April 2011", "2011–2012", "20110401", "\x00", "1390-01-12", "2011-04-01-02"),
            *("0201", "0999-12", "2200", "9999-12-31", "۹۹۹۹"),
        ],
    )
    def test_what_is_refused(self, typed):
        with pytest.raises(ValidationError):
            PartialDateField().clean(typed, None)

    def test_order_and_extent_for_any_dates(self):
        """Text, order and extent agree: of two that do not overlap, the earlier one is the smaller text."""
        chance = random.Random(7)
        dates = []
        for _ in range(300):
            day = datetime.date(1990, 1, 1) + datetime.timedelta(days=chance.randrange(20_000))
            parts = (day.year, day.month, day.day)[: chance.choice((1, 2, 3))]
            dates.append(PartialDate(*parts))
        for one in dates:
            assert PartialDate.parse(str(one)) == one
            assert one.first_day <= one.last_day
            assert {"year": 365, "month": 27, "day": 0}[one.precision] <= (one.last_day - one.first_day).days + 1
            for other in chance.sample(dates, 30):
                if one.last_day < other.first_day:
                    assert str(one) < str(other)


class TestOffices:
    def add(self, editor, **changes):
        form = post_of_office(body=body("executive-board").pk, **changes)
        return editor.post(address_of(Office), form, follow=True)

    def test_an_office_is_entered(self, editor):
        assert "Somebody New" in self.add(editor, since="۲۰۲۶/۳").content.decode()
        assert Office.objects.get(person="Somebody New").since == "2026-03"

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"source": ""}, "This field is required."),
            ({"person": ""}, "Name a person or choose a city"),
            ({"native_name": "کسی"}, "A native name has a language"),
            ({"native_language": "fa"}, "A native name has a language"),
            ({"since": "2020-05", "until": "2020-04"}, "cannot end before it begins"),
            ({"since": "May 2020"}, "Write the year, the month or the day"),
            ({"since": "1399-02"}, "Persian calendar"),
            ({"position": "king"}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, editor, changes, words):
        assert words in Reader(self.add(editor, **changes).content.decode()).own_text
        assert not Office.objects.filter(person="Somebody New").exists()

    def test_a_person_and_a_city_do_not_share_one(self, editor):
        city = City.objects.get(name="Yazd")
        assert "Name a person or choose a city" in self.add(editor, city=city.pk).content.decode()
        self.add(editor, city=city.pk, person="")
        assert Office.objects.filter(city=city, position="president").exists()

    def test_two_at_once_are_a_warning(self, editor):
        an_office(person="First Holder", since="2020").save()
        page = self.add(editor, since="2021-05").content.decode()
        assert "First Holder and Somebody New at the same time" in page
        report = Reader(editor.get(reverse("members_upkeep")).content.decode()).own_text
        assert "Offices that two hold at once (1)" in report
        assert "First Holder and Somebody New" in report

    def test_a_successor_is_none(self, editor):
        an_office(person="First Holder", since="2020", until="2021-05-01").save()
        assert "at the same time" not in self.add(editor, since="2021-05-01").content.decode()
        assert (
            "Offices that two hold at once (0)"
            in Reader(editor.get(reverse("members_upkeep")).content.decode()).own_text
        )

    def test_members_of_a_board_are_many(self, editor):
        an_office(person="First Holder", position="member", since="2020").save()
        assert "at the same time" not in self.add(editor, position="member", since="2020").content.decode()

    def test_periods_overlap_only_for_certain(self):
        """Compared with each day on which either is held, however the unknown parts of the dates are read."""
        chance = random.Random(11)

        def a_period() -> tuple[str, str]:
            days = sorted(datetime.date(2019, 6, 1) + datetime.timedelta(days=chance.randrange(800)) for _ in "ab")
            ends = [day.isoformat()[: chance.choice((4, 7, 10))] for day in days]
            return ends[0], ends[1]

        for _ in range(400):
            (since, until), (start, end) = a_period(), a_period()
            one, other = an_office(since=since, until=until), an_office(since=start, until=end)
            latest = max(one.since_date.last_day, other.since_date.last_day)
            earliest = min(one.until_date.first_day, other.until_date.first_day)
            # Each certain period may be empty; if both hold on a day for certain, they overlap.
            if latest < earliest:
                assert one.overlaps(other)
            if one.until_date.last_day <= other.since_date.first_day:
                assert not one.overlaps(other)
            assert one.overlaps(other) == other.overlaps(one)

    def test_now_and_before(self):
        today = datetime.date(2026, 11, 30)
        board = body("executive-board")
        cases = {
            "lasts": ({"since": "2020"}, "now"),
            "unknown start": ({}, "now"),
            "this year": ({"since": "2026", "until": "2026"}, "now"),
            "this month": ({"since": "2025-11", "until": "2026-11"}, "now"),
            "this day": ({"since": "2025-11-01", "until": "2026-11-30"}, "now"),
            "until 2029": ({"since": "2026", "until": "2029"}, "now"),
            "yesterday": ({"since": "2025-11-01", "until": "2026-11-29"}, "before"),
            "last month": ({"since": "2025", "until": "2026-10"}, "before"),
            "last year": ({"since": "2025", "until": "2025"}, "before"),
            "nobody knows": ({"since": "2022-03", "is_over": True}, "before"),
            "tomorrow": ({"since": "2026-12-01"}, ""),
            "next month": ({"since": "2026-12"}, ""),
            "next year": ({"since": "2027"}, ""),
        }
        for name, (values, _) in cases.items():
            an_office(person=name, position="member", **values).save()
        offices = Office.objects.of_body(board).filter(city=None)
        found = {
            when: {office.person for office in rows}
            for when, rows in {"now": offices.held_now(today), "before": offices.held_before(today)}.items()
        }
        for when in ("now", "before"):
            assert found[when] == {name for name, (_, expected) in cases.items() if expected == when}

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_cost_is_the_same_for_one_and_many(self, count, django_assert_num_queries):
        board = body("executive-board")
        for number in range(count):
            an_office(person=f"Member {number}", position="member", since="2020").save()
        with django_assert_num_queries(1):
            rows = list(Office.objects.of_body(board).held_now().in_language("fa").in_order())
            assert {(row.body_name, row.source_name is None, str(row)) for row in rows}
        assert len(rows) == count + 1
        assert rows[0].body_name == "هیئت اجرایی"

    def test_letters_that_only_look_persian_are_replaced_in_persian_names(self, editor):
        for language, name in {"fa": "علی کریمی", "ar": "علي كريمي"}.items():
            self.add(editor, native_name="علي كريمي", native_language=language)
            assert Office.objects.filter(person="Somebody New", native_name=name).exists()

    def test_a_name_in_its_own_script(self):
        persian = Office.objects.get(person="Goshtasb Mozafari", position="secretary-general")
        assert (persian.name_in("fa"), persian.name_in("ar")) == ("گشتاسب مظفری", "Goshtasb Mozafari")
        assert Office.objects.get(person="Ni Qiang").name_in("zh-hans") == "倪强"


class TestBodies:
    def test_committees_are_named_by_their_themes(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            names = {row.slug: row.local_name for row in Body.objects.in_language("fa")}
        assert len(names) == 13
        assert names["general-assembly"] == "مجمع عمومی"
        theme = Theme.objects.in_language("fa").get(slug="environment")
        assert names["environment-committee"] == theme.local_name

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"kind": "committee", "name": "Trial"}, "theme"),
            ({"kind": "board"}, "name"),
            ({"kind": "board", "name": "Trial", "theme": "economy"}, "theme"),
            ({"kind": "committee", "name": "Trial", "theme": "economy"}, "name"),
        ],
    )
    def test_a_body_has_one_name(self, values, field):
        theme = Theme.objects.originals().filter(slug=values.get("theme", "")).first()
        trial = Body(slug="trial", locale=Locale.objects.get(language_code="en"), **{**values, "theme": theme})
        with pytest.raises(ValidationError) as refusal:
            trial.full_clean()
        assert list(refusal.value.message_dict) == [field]

    def test_no_body_belongs_to_itself(self):
        assembly, board = body("general-assembly"), body("executive-board")
        board.parent = assembly
        board.save()
        for above in (board, assembly):
            assembly.parent = above
            with pytest.raises(ValidationError, match="above the other"):
                assembly.full_clean()

    @pytest.mark.parametrize("slug", ["executive-board", "general-assembly", "youth-family-women"])
    def test_a_body_with_offices_or_events_is_not_deleted(self, editor, slug):
        found = body(slug)
        answer = editor.post(address_of(Body, "delete", found.pk), follow=True)
        assert "It is in use, so it stays" in answer.content.decode()
        theme = Theme.objects.originals().get(slug="smart-cities")
        assert "It is in use" in editor.post(address_of(Theme, "delete", theme.pk), follow=True).content.decode()

    def test_persian_editors_choose_them_in_persian(self, persian_editor):
        assert "هیئت اجرایی</option>" in persian_editor.get(address_of(Office)).content.decode()


class TestDocuments:
    LINK = {"language": "en", "title": "A report", "link": "https://example.org/report"}

    def file(self) -> SiteDocument:
        return SiteDocument.objects.create(title="A trial", file=ContentFile(b"a,b\n1,2\n", "trial.csv"))

    def add(self, editor, *files, **changes):
        return editor.post(address_of(PublishedDocument), post_of_document(*files, **changes))

    def test_a_document_in_two_languages(self, editor):
        persian = {"language": "fa", "title": "گزارش مالي", "file": self.file().pk}
        assert self.add(editor, self.LINK, persian, articles="۱۵").status_code == 302
        found = PublishedDocument.objects.get(key="trial")
        assert found.articles == 15
        assert found.files.get(language="fa").title == "گزارش مالی"
        assert [(row.language, bool(row.file), bool(row.link)) for row in found.files.all()] == [
            ("en", False, True),
            ("fa", True, False),
        ]

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"link": ""}, "Choose a file or write a link"),
            ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
            ({"title": ""}, "This field is required."),
            ({"language": "xx"}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, editor, change, words):
        answer = self.add(editor, {**self.LINK, **change})
        assert answer.status_code == 200
        assert words in Reader(answer.content.decode()).own_text

    def test_not_both_and_not_twice(self, editor):
        both = {**self.LINK, "file": self.file().pk}
        for files in ([both], [self.LINK, self.LINK]):
            assert self.add(editor, *files).status_code == 200
        assert not PublishedDocument.objects.filter(key="trial").exists()

    def test_a_file_in_use_is_not_deleted(self, admin_client):
        file = self.file()
        found = PublishedDocument(key="trial", kind="report", date="2025", source=a_source())
        found.files = [PublishedFile(language="en", title="A report", file=file)]
        found.save()
        answer = admin_client.post(reverse("wagtaildocs:delete", args=[file.pk]), follow=True)
        assert answer.status_code == 200
        assert SiteDocument.objects.filter(pk=file.pk).exists()

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_cost_is_the_same_for_one_and_many(self, count, django_assert_num_queries):
        event, file = Event.objects.get(key="general-assembly-2008"), self.file()
        for number in range(count):
            found = PublishedDocument(key=f"trial-{number}", kind="report", date="2025", event=event, source=a_source())
            found.files = [PublishedFile(language="en", title="A report", file=file)]
            found.save()
        with django_assert_num_queries(3):
            rows = list(PublishedDocument.objects.of_event(event).in_language("fa"))
            told = [
                (
                    row.event.host.name,
                    row.source_name,
                    row.partial_date.precision,
                    [each.file for each in row.files.all()],
                )
                for row in rows
            ]
        assert len(told) == count + 1


def test_staff_are_told_of_events_that_nobody_settled(editor):
    Event.objects.filter(key="general-assembly-2008").update(status="provisional")
    Office.objects.update(checked_on=timezone.localdate())
    Office.objects.filter(city__name="Ankara").update(checked_on=None)
    report = Reader(editor.get(reverse("members_upkeep")).content.decode()).own_text
    assert "did they take place? (1)" in report
    assert "Offices not checked for a year (1)" in report
