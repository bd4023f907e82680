"""Words that an office proposes for a page that is a translation go on to the translators and are never put back."""

import pytest
from django.test import Client
from wagtail_localize.models import StringTranslation, Translation

from amf_site.translation.models import Comment, Review
from amf_site.translation.workflow.publishing import publish
from members.models import CityPage
from members.office.fields import words_of
from members.office.models import ProposedChange
from tests.office.offices import browser_of, office_of, propose

pytestmark = pytest.mark.django_db
WORDS = ("summary", "story", "offers", "seeks", "contact")


@pytest.fixture
def page() -> CityPage:
    return CityPage.objects.get(city__name="Tehran", locale__language_code="fa")


@pytest.fixture
def translation(page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def accept(editor: Client, page: CityPage, **words: str) -> None:
    office = browser_of(office_of("Tehran", code="fa"))
    said = {name: words_of(page, name) for name in WORDS} | words
    assert propose(office, "words/fa", code="fa", **said).status_code == 303
    for change in ProposedChange.objects.filter(state="waiting"):
        answer = editor.post(f"/admin/proposals/{change.proposal_id}/", {"change": change.pk, "decision": "accept"})
        assert answer.status_code == 302


def reviewed(translation: Translation) -> None:
    Review.objects.filter(translation__locale=translation.target_locale).delete()


def test_they_are_segments_that_wait_for_review_and_are_published(editor, page, translation):
    before = CityPage.objects.get(pk=page.pk)
    accept(editor, page, summary="تهران، شهر چنارها.")
    words = StringTranslation.objects.get(
        locale=page.locale, context__object_id=page.translation_key, context__path="summary"
    )
    assert words.data == "تهران، شهر چنارها."
    assert Review.objects.get(translation=words).reason == Review.Reason.HAND
    page.refresh_from_db()
    assert page.summary == before.summary  # nothing is published yet

    reviewed(translation)
    publish(translation, None)
    page.refresh_from_db()
    assert page.summary == "تهران، شهر چنارها."
    assert page.story == before.story


def test_other_fields_of_the_desk_keep_what_translators_have_written_since(editor, page, translation):
    other = (
        StringTranslation.objects.filter(
            locale=page.locale, context__object_id=page.translation_key, context__path="seeks"
        ).first()
        or StringTranslation.objects.filter(
            locale=page.locale, context__object_id=page.translation_key, context__path__startswith="story"
        ).first()
    )
    StringTranslation.objects.filter(pk=other.pk).update(data="نوشتهٔ تازهٔ مترجم")
    accept(editor, page, summary="تهران، شهر چنارها.")
    other.refresh_from_db()
    assert other.data == "نوشتهٔ تازهٔ مترجم"


def test_a_text_of_another_shape_is_kept_beside_the_segments(editor, page, translation):
    accept(editor, page, story="یک.\n\nدو.\n\nسه.\n\nچهار.\n\nپنج.\n\nشش.\n\nهفت.\n\nهشت.\n\nنه.")
    comment = Comment.objects.get(translation=translation)
    assert "هشت." in comment.text
    waiting = Review.objects.filter(translation__context__path__startswith="story", translation__locale=page.locale)
    assert waiting.exists()  # so nobody publishes before having looked
    assert "هشت." in CityPage.objects.get(pk=page.pk).get_latest_revision_as_object().story
