"""Faults when a translation is submitted and published."""

import json
from unittest import mock

from django.contrib.messages import get_messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object

from ..ground import (
    PERSIAN,
    browser,
    change,
    committed,
    home,
    new_page,
    persian,
    picture,
    publish,
    say,
    submitted,
    translate,
)
from ..models import REFUSED


def b02__submitting_puts_english_live() -> bool:
    """The untranslated copy of a live page is live immediately (issue 743)."""
    page = new_page(title="English title")
    target = submitted(page).get_target_instance()
    return target.live and target.title == "English title"


def b03__a_slug_in_another_script_is_thrown_away() -> bool:
    """The translator's slug is dropped without a message (issue 902)."""
    translation = submitted(new_page())
    translate(translation)
    say(translation, "slug", "درباره")
    return publish(translation).slug != "درباره"


def b04__the_slug_counts_as_work() -> bool:
    """A translation is not complete before its slug is translated."""
    return submitted(new_page()).source.stringsegment_set.filter(context__path="slug").exists()


def b07__a_draft_is_submitted_with_its_first_words() -> bool:
    """Later drafts of a page that was never published are ignored (issues 634, 861)."""
    page = new_page(live=False, summary="First")
    page.summary = "Second"
    page.save_revision()
    source = submitted(type(page).objects.get(pk=page.pk)).source
    return source.stringsegment_set.filter(string__data="First").exists()


def b08__a_deleted_picture_crashes_publishing() -> bool:
    """An override that refers to a deleted image causes an error 500 (issues 769, 825)."""
    page = new_page(picture=picture())
    translation = submitted(page)
    other = picture()
    segment = translation.source.overridablesegment_set.get(context__path="picture")
    SegmentOverride.objects.create(locale=persian(), context=segment.context, data_json=str(other.pk))
    other.delete()
    try:
        publish(translation)
    except ObjectDoesNotExist:
        return True
    return False


def b10__an_error_of_a_field_with_former_words_crashes() -> bool:
    """If a translation is invalid for its field, and its former source is elsewhere on the page, publishing crashes."""
    page = new_page(title="Former")
    translation = submitted(page)
    translate(translation)
    change(page, title="Present", summary="Former")
    translation.source.update_from_db()
    translate(translation)
    say(translation, "title", "ا" * 300)
    try:
        publish(translation)
    except StringTranslation.MultipleObjectsReturned:
        return True
    except ValidationError:
        return False
    return False


def b17__the_explorer_shows_entities() -> bool:
    """Between saving and publishing, a title is shown as ``R&amp;D``."""
    translation = submitted(new_page(title="R&D"))
    say(translation, "title", "R&amp;D")
    return translation.get_target_instance().draft_title == "R&amp;D"


def b29__errors_are_kept_in_the_language_of_whoever_published() -> bool:
    """The error message of the database is stored in the publisher's language."""
    translation = submitted(new_page())
    words = say(translation, "title", "ا" * 300)
    with override("fa"):
        try:
            publish(translation)
        except ValidationError:
            words.refresh_from_db()
            return words.field_error != "" and not words.field_error.isascii()
    return False


def b30__a_submission_that_failed_is_called_successful() -> bool:
    """``ValidationError`` is swallowed: nothing is changed, and the editor reads "successfully submitted"."""
    page = new_page()
    submitted(home())
    source = TranslationSource.get_or_create_from_instance(page)[0]
    for path, words in (("title", PERSIAN), ("summary", REFUSED)):
        segment = source.stringsegment_set.get(context__path=path)
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=persian(), data=words
        )
    with committed():
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        answer = browser().post(url, {"locales": [persian().pk]})
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    return any("success" in line for line in told) and page.get_translation(persian()).title != PERSIAN


def b28__jobs_are_no_json() -> bool:
    """Deferred work is passed as objects, which a database-backed queue cannot store."""
    page, handed = new_page(), []
    with mock.patch("wagtail_localize.tasks.background.enqueue", lambda task, args, kwargs: handed.append(args)):
        browser().post(
            reverse("wagtail_localize:submit_page_translation", args=[page.get_parent().pk]),
            {"locales": [persian().pk], "include_subtree": "on"},
        )
    try:
        json.dumps(handed)
    except TypeError:
        return True
    return False


def cost(texts: list[str]) -> tuple[int, int]:
    """Return the number of queries to submit a page into a first language, and into another one."""
    submitted(home())
    turkish = Locale.objects.create(language_code="tr")
    submitted(home(), turkish)
    page, numbers = new_page(*texts), []
    for locale in (persian(), turkish):
        with CaptureQueriesContext(connection) as queries, committed():
            translate_object(page, [locale])
        numbers.append(len(queries))
    assert StringSegment.objects.filter(source__object_id=page.translation_key).count() >= len(texts)
    return numbers[0], numbers[1]
