"""Submitting: a draft in the language, below its parents, from the right words; nothing goes live."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.demo.translations import open_language
from amf_site.translation.workflow import submission
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import CannotSubmitError, submit
from pages.models import Source

from .desk import PERSIAN, change, new_page, persian, seen_by_readers, translate, translated_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def turkish(db) -> Locale:
    return Locale.objects.create(language_code="tr")


def test_a_submitted_page_is_a_draft_that_readers_do_not_see(client: Client):
    page = new_page("Words.")
    translation = submit(page, persian(), None)
    target = translation.get_target_instance()
    assert not target.live
    assert target.alias_of_id is None
    assert target.first_published_at is None
    assert target.slug == page.slug
    assert seen_by_readers(client, page) == "404"


def test_its_parents_come_first_as_drafts(turkish):
    page = new_page("Words.")
    submit(page, turkish, None)
    ancestors = page.get_ancestors().filter(depth__gt=1)
    for ancestor in ancestors:
        there = ancestor.get_translation(turkish)
        assert not there.live
        assert there.alias_of_id is None
        assert Translation.objects.filter(source__object_id=ancestor.translation_key, target_locale=turkish).exists()
    assert page.get_translation(turkish).get_parent() == page.get_parent().get_translation(turkish)
    assert not any(Page.find_problems())


def test_a_page_below_untranslated_pages_below_a_live_home(client: Client):
    top = new_page("Above.")
    page = new_page("Below.", parent=top)
    submit(page, persian(), None)
    assert not top.get_translation(persian()).live
    assert seen_by_readers(client, page) == "404"


def test_twice_is_once():
    page = new_page("Words.")
    first = submit(page, persian(), None)
    revision = first.get_target_instance().latest_revision_id
    assert submit(page, persian(), None) == first
    assert first.get_target_instance().latest_revision_id == revision


def test_what_is_live_stays_as_it_is(client: Client):
    page, translation = translated_page("Words.")
    revision = translation.get_target_instance().live_revision_id
    submit(page, persian(), None)
    assert translation.get_target_instance().live_revision_id == revision
    assert f"{PERSIAN} Words." in seen_by_readers(client, page)


def test_a_live_alias_becomes_a_draft(client: Client):
    page = new_page("English words.")
    alias = page.copy_for_translation(persian(), alias=True)
    assert alias.live
    submit(page, persian(), None)
    target = page.get_translation(persian()).specific
    assert target.pk == alias.pk
    assert target.alias_of_id is None
    assert not target.live
    assert seen_by_readers(client, page) == "404"


def test_an_alias_is_no_source():
    alias = new_page("Words.").create_alias(update_slug="other")
    with pytest.raises(CannotSubmitError):
        submit(alias, persian(), None)


def test_the_newest_draft_of_a_page_that_was_never_live_is_taken():
    page = new_page("First words.", live=False)
    change(page, "Second words.", live=False)
    translation = submit(page, persian(), None)
    assert translation.source.stringsegment_set.filter(string__data="Second words.").exists()
    assert not translation.source.stringsegment_set.filter(string__data="First words.").exists()


def test_the_published_words_of_a_live_page_are_taken():
    page = new_page("First words.")
    change(page, "Not yet public.", live=False)
    translation = submit(page, persian(), None)
    assert translation.source.stringsegment_set.filter(string__data="First words.").exists()


def test_a_translation_is_no_source(turkish):
    page, translation = translated_page("Words.")
    with pytest.raises(CannotSubmitError, match="English"):
        submit(translation.get_target_instance(), turkish, None)
    assert not Page.objects.filter(locale=turkish).exists()
    submit(page, turkish, None)


def test_not_into_its_own_language():
    page = new_page("Words.")
    with pytest.raises(CannotSubmitError):
        submit(page, page.locale, None)


def test_a_page_written_by_hand_in_the_language_is_left_alone():
    page = new_page("Words.")
    by_hand = page.copy_for_translation(persian())
    with pytest.raises(CannotSubmitError):
        submit(page, persian(), None)
    assert not Translation.objects.filter(source__object_id=page.translation_key).exists()
    assert Page.objects.get(pk=by_hand.pk).latest_revision_id == by_hand.latest_revision_id


def test_a_deleted_translation_can_be_submitted_again_and_has_its_words():
    page, translation = translated_page("Words.")
    translation.get_target_instance().delete()
    again = submit(page, persian(), None)
    again.refresh_from_db()
    assert again.enabled
    target = again.get_target_instance()
    assert not target.live
    assert target.latest_revision.as_object().title == f"{PERSIAN} {page.title}"
    publish(again, None)


def test_a_record_is_a_draft_too():
    source = Source(name="City statistics")
    source.save()
    source.save_revision().publish()
    target = submit(source, persian(), None).get_target_instance()
    assert not target.live
    assert target.live_revision is None
    assert target.first_published_at is None
    assert target.latest_revision != source.latest_revision


def test_what_the_target_cannot_have_is_said():
    page = new_page("Words.")
    translation = submit(page, persian(), None)
    translate(translation)
    StringTranslation.objects.filter(context__object_id=page.translation_key, context__path="title").update(
        data="ا" * 300
    )
    translation.get_target_instance().delete()
    with pytest.raises(CannotSubmitError):
        submit(page, persian(), None)


def test_the_landing_page_of_a_new_language_is_a_draft_with_a_slug_of_its_own(turkish):
    submit(page_of("home"), turkish, None)
    there = page_of("home").get_translation(turkish)
    assert not there.live
    assert there.slug != page_of("home").slug


def test_open_language_of_the_demo_works_still():
    open_language("tr")
    assert not page_of("home").get_translation(Locale.objects.get(language_code="tr")).live


def test_a_failed_submission_leaves_nothing(turkish, monkeypatch):
    page = new_page("Words.")

    def fail(*args, **kwargs):
        raise ValidationError({"title": ["no"]})

    monkeypatch.setattr(Translation, "save_target", fail)
    before = json.dumps([Page.objects.count(), Translation.objects.count()])
    with pytest.raises(CannotSubmitError):
        submission.submit(page, turkish, None)
    assert json.dumps([Page.objects.count(), Translation.objects.count()]) == before
