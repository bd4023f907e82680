"""When a source changes, translations stay: what readers see, what was written, and what is now to be done."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from amf_site.demo.builders import page_of
from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteImage
from amf_site.translation.models import Review
from amf_site.translation.segments.progress import progress_of
from amf_site.translation.segments.store import confirm, save_words
from amf_site.translation.workflow.former_words import LIKENESS
from amf_site.translation.workflow.publishing import NotReadyError, publish
from amf_site.translation.workflow.submission import submit
from pages.models import Source

from .desk import (
    PERSIAN,
    change,
    new_page,
    paragraphs,
    persian,
    seen_by_readers,
    segments_of,
    translate,
    translated_page,
    words_of,
)

pytestmark = pytest.mark.django_db

BEGINNING = "The Forum was founded in Tehran in 2008."
BETTER = "The Forum was founded in Tehran in 2008, by seven cities."
CITIES = "Cities lead the way in Asia."
WATER = "Water is scarce in many of them."


def test_a_changed_word_keeps_its_translation_and_asks_for_a_review(client: Client):
    page, translation = translated_page(BEGINNING, CITIES)
    change(page, BETTER, CITIES)
    assert words_of(translation)[BETTER] == f"{PERSIAN} {BEGINNING}*"
    assert words_of(translation)[CITIES] == f"{PERSIAN} {CITIES}"
    review = Review.objects.get(translation__translation_of__data=BETTER)
    assert (review.reason, review.old_source) == (Review.Reason.SOURCE, BEGINNING)
    shown = seen_by_readers(client, page)
    assert f"{PERSIAN} {BEGINNING}" in shown
    assert "seven cities" not in shown
    with pytest.raises(NotReadyError):
        publish(translation, None)
    confirm(translation, next(one for one in segments_of(translation) if one.string.data == BETTER), None)
    publish(translation, None)
    assert f"{PERSIAN} {BEGINNING}" in seen_by_readers(client, page)
    assert progress_of(translation).is_complete


def test_the_form_of_the_admin_does_the_same(editor: Client):
    page, translation = translated_page(paragraphs(BEGINNING))
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "seo_title": "",
            "search_description": "",
            "body": streamfield([("text", rich_text(f"<p>{BETTER}</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        }
    )
    form["body-0-id"] = page.body[0].id
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, "action-publish": "1"})
    assert answer.status_code == 302
    assert words_of(translation)[BETTER] == f"{PERSIAN} {BEGINNING}*"


def test_one_paragraph_among_several(client: Client):
    page, translation = translated_page(paragraphs(CITIES, BEGINNING, WATER))
    change(page, paragraphs(CITIES, BETTER, WATER))
    assert words_of(translation) == {
        page.title: f"{PERSIAN} {page.title}",
        "A summary": f"{PERSIAN} A summary",
        CITIES: f"{PERSIAN} {CITIES}",
        BETTER: f"{PERSIAN} {BEGINNING}*",
        WATER: f"{PERSIAN} {WATER}",
    }


def test_a_new_order_leaves_nothing_to_do():
    page, translation = translated_page(paragraphs(CITIES, BEGINNING, WATER), WATER)
    change(page, paragraphs(WATER, CITIES, BEGINNING), WATER)
    assert progress_of(translation).is_complete
    assert list(words_of(translation))[2:] == [WATER, CITIES, BEGINNING]


def test_a_changed_paragraph_finds_its_former_self_in_another_order():
    page, translation = translated_page(paragraphs(CITIES, BEGINNING, WATER))
    change(page, paragraphs(WATER.replace("many", "most"), BETTER, CITIES))
    found = words_of(translation)
    assert found[BETTER] == f"{PERSIAN} {BEGINNING}*"
    assert found[WATER.replace("many", "most")] == f"{PERSIAN} {WATER}*"


def test_a_removed_paragraph_takes_no_words_with_it():
    page, translation = translated_page(paragraphs(CITIES, BEGINNING, WATER))
    change(page, paragraphs(CITIES, WATER))
    assert progress_of(translation).is_complete
    change(page, paragraphs(CITIES, BEGINNING, WATER))
    assert progress_of(translation).is_complete
    assert words_of(translation)[BEGINNING] == f"{PERSIAN} {BEGINNING}"


def test_a_new_paragraph_is_untranslated_and_the_others_stay(client: Client):
    page, translation = translated_page(paragraphs(CITIES, BEGINNING))
    change(page, paragraphs(CITIES, "A wholly new thing, xyz.", BEGINNING))
    found = words_of(translation)
    assert found["A wholly new thing, xyz."] == ""
    assert (found[CITIES], found[BEGINNING]) == (f"{PERSIAN} {CITIES}", f"{PERSIAN} {BEGINNING}")
    assert "wholly new" not in seen_by_readers(client, page)


def test_added_and_changed_at_once_the_likest_gets_the_words():
    page, translation = translated_page(paragraphs(CITIES, BEGINNING))
    change(page, paragraphs("A wholly new thing, xyz.", CITIES, BETTER))
    found = words_of(translation)
    assert found["A wholly new thing, xyz."] == ""
    assert found[BETTER] == f"{PERSIAN} {BEGINNING}*"
    assert 0 < LIKENESS < 1


def test_one_of_two_equal_paragraphs_is_changed():
    page, translation = translated_page(paragraphs(CITIES, CITIES))
    change(page, paragraphs(CITIES, CITIES.replace("Asia", "Asia and beyond")))
    assert words_of(translation)[CITIES.replace("Asia", "Asia and beyond")] == f"{PERSIAN} {CITIES}*"
    assert words_of(translation)[CITIES] == f"{PERSIAN} {CITIES}"


def test_two_changes_before_a_review_remember_what_the_words_were_made_from():
    page, translation = translated_page(BEGINNING)
    change(page, BETTER)
    change(page, BETTER + " Today there are many.")
    assert words_of(translation)[BETTER + " Today there are many."] == f"{PERSIAN} {BEGINNING}*"
    review = Review.objects.get(translation__translation_of__data=BETTER + " Today there are many.")
    assert review.old_source == BEGINNING


def test_a_change_taken_back_leaves_nothing_to_do(client: Client):
    page, translation = translated_page(BEGINNING)
    change(page, BETTER)
    assert not progress_of(translation).is_complete
    change(page, BEGINNING)
    assert progress_of(translation).is_complete
    assert words_of(translation)[BEGINNING] == f"{PERSIAN} {BEGINNING}"


def test_words_reviewed_once_and_changed_back_are_reviewed():
    page, translation = translated_page(BEGINNING)
    change(page, BETTER)
    segment = next(one for one in segments_of(translation) if one.string.data == BETTER)
    save_words(translation, segment, "بهتر", None)
    change(page, BEGINNING)
    change(page, BETTER)
    assert words_of(translation)[BETTER] == "بهتر"


def test_only_a_picture_is_changed():
    page, translation = translated_page(BEGINNING)
    before = translation.source.last_updated_at
    change(page, picture=SiteImage.objects.first())
    translation.source.refresh_from_db()
    assert translation.source.last_updated_at > before
    assert progress_of(translation).is_complete
    assert translation.get_target_instance().picture == SiteImage.objects.first()


def test_nothing_is_changed():
    page, translation = translated_page(BEGINNING)
    before = translation.source.last_updated_at
    change(page)
    translation.source.refresh_from_db()
    assert translation.source.last_updated_at == before


def test_a_changed_address_of_a_link_keeps_its_words_and_its_overrides():
    text = '<p data-block-key="a">Read <a href="https://example.org/{}">the report</a>.</p>'
    page, translation = translated_page(text.format("old"))
    change(page, text.format("new"))
    assert progress_of(translation).is_complete
    assert "https://example.org/new" in translation.get_target_instance().body[0].value.source


def test_words_with_a_link_that_the_source_has_lost_are_kept_and_are_no_translation(client: Client):
    page, translation = translated_page('<p data-block-key="a">Read <a href="https://example.org/">the report</a>.</p>')
    change(page, paragraphs("Read the report."))
    kept = StringTranslation.objects.get(translation_of__data="Read the report.", locale=persian())
    assert kept.has_error
    assert kept.review
    assert not progress_of(translation).is_complete
    with pytest.raises(NotReadyError):
        publish(translation, None)
    shown = seen_by_readers(client, page)
    assert f"{PERSIAN} Read the report." in shown, "the link is a fact, and gone"
    assert "https://example.org/" not in shown


def test_a_changed_title(client: Client):
    page, translation = translated_page(BEGINNING, title="Our story")
    change(page, title="Our long story")
    assert words_of(translation)["Our long story"] == f"{PERSIAN} Our story*"
    assert f"{PERSIAN} Our story" in seen_by_readers(client, page)
    target = translation.get_target_instance()
    assert target.title == target.draft_title == f"{PERSIAN} Our story"


def test_a_row_put_before_others_in_a_table_takes_no_words_from_them():
    def table(*rows: str) -> list[dict]:
        value = {
            "columns": [{"type": "text", "heading": "City"}],
            "rows": [{"values": [row]} for row in rows],
            "caption": "Members",
        }
        return [{"type": "table", "id": "00000000-0000-0000-0000-000000000001", "value": value}]

    page, translation = translated_page(BEGINNING)
    change(page, body=json.dumps(table("Isfahan", "Bangkok")))
    translate(translation)
    publish(translation, None)
    change(page, body=json.dumps(table("Tabriz", "Isfahan", "Bangkok")))
    found = words_of(translation)
    assert found["Isfahan"] == f"{PERSIAN} Isfahan"
    assert found["Bangkok"] == f"{PERSIAN} Bangkok"


def test_words_of_a_machine_stay_a_machines_when_the_source_changes():
    page = new_page(BEGINNING)
    translation = submit(page, persian(), None)
    for segment in segments_of(translation):
        save_words(translation, segment, f"{PERSIAN} {segment.string.data}", None, review=Review.Reason.MACHINE)
    change(page, BETTER)
    assert Review.objects.get(translation__translation_of__data=BETTER).reason == Review.Reason.MACHINE


def test_thirteen_languages_at_once(django_assert_max_num_queries):
    page = new_page(BEGINNING, CITIES)
    for language in LANGUAGES[1:]:
        locale = Locale.objects.get_or_create(language_code=language.code)[0]
        translate(submit(page, locale, None))
    translations = list(submit(page, persian(), None).source.translations.all())
    assert len(translations) == 13
    newest = page.get_latest_revision_as_object()
    newest.body[0].value.source = BETTER
    revision = newest.save_revision()
    with django_assert_max_num_queries(210):
        revision.publish()
    for translation in translations:
        assert words_of(translation)[BETTER] == f"{PERSIAN} {BEGINNING}*"
        assert words_of(translation)[CITIES] == f"{PERSIAN} {CITIES}"


def test_records_too():
    source = Source(name="City statistics")
    source.save()
    source.save_revision().publish()
    translation = submit(source, persian(), None)
    translate(translation)
    publish(translation, None)
    source.refresh_from_db()
    source.name = "City statistics office"
    source.save_revision().publish()
    assert words_of(translation)["City statistics office"] == f"{PERSIAN} City statistics*"
    assert (
        Source.objects.get(translation_key=source.translation_key, locale=persian()).name
        == f"{PERSIAN} City statistics"
    )


def test_drafts_of_what_was_never_live_are_translated_as_they_grow():
    page = new_page(BEGINNING, live=False)
    translation = submit(page, persian(), None)
    translate(translation)
    change(page, BETTER, live=False)
    assert words_of(translation)[BETTER] == f"{PERSIAN} {BEGINNING}*"


def test_drafts_of_what_is_live_change_nothing():
    page, translation = translated_page(BEGINNING)
    change(page, BETTER, live=False)
    assert progress_of(translation).is_complete
    assert BETTER not in words_of(translation)


def test_another_file_for_one_language_stays_through_changes():
    about = page_of("about")
    translation = about.specific and submit(about, persian(), None)
    picture = SiteImage.objects.last()
    segment = OverridableSegment.objects.filter(source=translation.source, context__path="picture").first()
    if segment is None:
        change(about, picture=SiteImage.objects.first())
        segment = OverridableSegment.objects.get(source=translation.source, context__path="picture")
    SegmentOverride.objects.create(locale=persian(), context=segment.context, data_json=json.dumps(picture.pk))
    change(about, summary=about.specific.summary + " More.")
    for segment in segments_of(translation):
        confirm(translation, segment, None)
    publish(translation, None)
    assert translation.get_target_instance().picture == picture
