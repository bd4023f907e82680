"""The loader of the Forum's content: repeatable, and careful with what editors wrote."""

import re
from datetime import date
from io import StringIO
from itertools import product

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource

from amf_site.cldr.formats import format_date, format_gregorian_date
from amf_site.demo import builders, content, records, translations
from amf_site.demo.builders import page_of
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.media.models import SiteDocument, SiteImage
from members.models import City
from pages.models import SiteNavigation

pytestmark = pytest.mark.django_db


def load(**options) -> str:
    complaints = StringIO()
    call_command("load_demo", languages=["fa"], no_pictures=True, stdout=StringIO(), stderr=complaints, **options)
    return complaints.getvalue()


def state():
    return (
        sorted(Page.objects.values_list("translation_key", "locale__language_code", "title", "latest_revision_id")),
        StringTranslation.objects.count(),
        SiteImage.objects.count(),
        SiteDocument.objects.count(),
        City.objects.count(),
        SiteNavigation.objects.count(),
    )


def test_a_second_load_changes_nothing():
    before = state()
    assert load() == ""
    assert state() == before


def edit(page, **values):
    for field, value in values.items():
        setattr(page, field, value)
    page.save_revision().publish()


def test_an_editor_s_words_survive_a_load_in_both_languages():
    english = page_of("about").specific
    persian = english.get_translation(Locale.objects.get(language_code="fa")).specific
    edit(english, summary="An editor wrote this.")
    edit(persian, summary="این را ویراستار نوشت.")
    load()
    english.refresh_from_db()
    persian.refresh_from_db()
    assert (english.summary, persian.summary) == ("An editor wrote this.", "این را ویراستار نوشت.")


def test_the_words_of_the_files_come_back_when_asked_for():
    about = page_of("about").specific
    original = about.summary
    edit(about, summary="An editor wrote this.")
    assert load(overwrite=True) == ""
    about.refresh_from_db()
    assert about.summary == original
    assert [problem for problem in Page.find_problems() if problem] == []


def test_the_tree_is_sound():
    assert [problem for problem in Page.find_problems() if problem] == []


def test_a_half_translated_page_stays_a_draft(monkeypatch):
    known = translations.catalogue("fa")
    known = {key: words for key, words in known.items() if key[0] != "about:title"}
    monkeypatch.setattr(translations, "catalogue", lambda language: known)
    page_of("about").get_translation(Locale.objects.get(language_code="fa")).delete()
    StringTranslation.objects.filter(
        context__path="title", context__object_id=page_of("about").translation_key
    ).delete()
    complaints = load(overwrite=True)
    assert "about:title" in complaints
    assert not page_of("about").get_translation(Locale.objects.get(language_code="fa")).live


def test_a_word_of_a_file_that_no_field_takes_is_named(monkeypatch):
    slip = {"about": {"sumary": "One letter is missing."}}
    monkeypatch.setattr(builders, "words", lambda name: content.words(name) | slip.get(name, {}))
    with pytest.raises(FieldDoesNotExist, match="StandardPage has no field named 'sumary'"):
        load(overwrite=True)


def test_a_fact_of_a_city_that_no_field_takes_is_named(monkeypatch):
    known = content.facts("cities")["cities"]["yazd"]
    monkeypatch.setitem(known, "telefon", "+98 35 0000")
    with pytest.raises(TypeError, match="unexpected keyword arguments: 'telefon'"):
        records.build_city("yazd")


def segments_of_the_demo() -> set[tuple[str, str]]:
    """Return what a catalogue translates, by context and English text."""
    found = set()
    for name, instance in translations.translatable_objects():
        source = TranslationSource.objects.get_for_instance(instance)
        rows = source.stringsegment_set.values_list("context__path", "string__data")
        found |= {(f"{name}:{path}", text) for path, text in rows}
    return found


def test_every_catalogue_has_all_segments_of_the_demo_and_no_other():
    wanted = segments_of_the_demo()
    for language in content.languages():
        known = set(content.catalogue(language))
        assert wanted - known == set(), f"{language} lacks them"
        assert known - wanted == set(), f"{language} has them in vain"


def profile_of(city: str, language: str) -> str:
    """Return the summary and the story of a city in the content files."""
    if language == SOURCE_LANGUAGE:
        return "{summary} {story}".format_map(content.words(city))
    contexts = (f"{city}:summary", f"{city}:story")
    return " ".join(words for (context, _), words in content.catalogue(language).items() if context in contexts)


def names_of_days(days: list[date], language: str) -> set[str]:
    """Return the years of these days and the days with their months, in the calendar of the language and in ours."""
    found = set()
    for day, said in product(days, (format_date, format_gregorian_date)):
        whole = said(day, language)
        year = max(re.findall(r"\d+", whole), key=len)
        day_and_month = " ".join(re.sub(r"^\D+", "", whole.replace(year, "")).split()[:2])
        found |= {year, day_and_month.strip(",،")}
    return found


@pytest.mark.parametrize("language", [SOURCE_LANGUAGE, *content.languages()])
def test_profiles_of_hosts_leave_the_dates_of_meetings_to_the_records(language):
    """A date that is typed stays wrong when the record of the event has been corrected."""
    meetings = [event for event in content.facts("events")["events"] if event["kind"] in ("assembly", "board")]
    hosted = [event for event in meetings if "host" in event]
    assert len(hosted) > 10
    for event in hosted:
        profile = profile_of(event["host"], language).casefold()
        assert profile
        for name in names_of_days([event["first_day"], event["last_day"]], language):
            assert not re.search(rf"(?<!\d){re.escape(name.casefold())}(?!\d)", profile), (event["key"], name)
