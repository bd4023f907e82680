"""The loader of the Forum's content: repeatable, and careful with what editors wrote."""

from io import StringIO

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from amf_site.demo import builders, content, records
from amf_site.demo.builders import page_of
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
    from amf_site.demo import translations

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
