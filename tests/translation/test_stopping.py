"""A translation that is kept by hand for a while loses nothing when it is started again."""

import json

import pytest
from django.urls import reverse
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.translation.models import Comment, Review
from amf_site.translation.patches.publish_guard import untranslated_segments
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow import publishing
from amf_site.translation.workflow.detaching import start_again, stop

pytestmark = pytest.mark.django_db


def persian(page):
    return page.get_translations().get(locale__language_code="fa").specific


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="fa")


def words_of(translation, path):
    """What translators have at a place."""
    segments = StringSegment.objects.filter(source=translation.source, context__path=path).order_by("order")
    return [
        StringTranslation.objects.get(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale
        ).data
        for segment in segments
    ]


def write_by_hand(page, **fields):
    target = persian(page)
    for name, value in fields.items():
        setattr(target, name, value)
    target.save_revision().publish()
    return target


def stopped(page):
    translation = translation_of(page)
    stop(translation, None)
    translation.refresh_from_db()
    return translation


def test_what_was_written_by_hand_is_taken_back(editor):
    page = page_of("about")
    translation = translation_of(page)
    editor.post(reverse("translation:stop", args=[translation.pk]))
    write_by_hand(page, summary="خلاصه‌ای که به دست نوشته شد.")
    assert editor.get(reverse("translation:start", args=[translation.pk])).status_code == 200
    answer = editor.post(reverse("translation:start", args=[translation.pk]), follow=True)
    assert "1 place was taken over" in answer.content.decode()
    translation.refresh_from_db()
    assert translation.enabled
    assert words_of(translation, "summary") == ["خلاصه‌ای که به دست نوشته شد."]
    publishing.publish(translation, None)
    assert persian(page).summary == "خلاصه‌ای که به دست نوشته شد."


@pytest.mark.parametrize("reason", [Review.Reason.MACHINE, Review.Reason.IMPORT])
def test_words_that_nobody_has_read_do_not_replace_those_of_the_page(reason):
    page = page_of("about")
    before, translation = persian(page).summary, stopped(page)
    segment = StringSegment.objects.get(source=translation.source, context__path="summary")
    save_words(translation, segment, "خلاصه‌ای از ماشین.", None, review=reason)
    start_again(translation, None)
    assert words_of(translation, "summary") == [before]
    assert Review.objects.get(translation__context=segment.context, translation__locale__language_code="fa").reason == (
        Review.Reason.HAND
    )
    assert untranslated_segments(persian(page)) == []


def test_the_bare_package_overwrites_it():
    """To be deleted, with ``workflow/detaching``, when this fails."""
    page = page_of("about")
    translation = stopped(page)
    write_by_hand(page, summary="به دست نوشته شد.")
    Translation.objects.filter(pk=translation.pk).update(enabled=True)
    translation.save_target(publish=False)
    assert persian(page).get_latest_revision_as_object().summary != "به دست نوشته شد."


def test_its_button_leads_to_the_confirmation(editor):
    page = page_of("about")
    translation = stopped(page)
    target = persian(page)
    edit = reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert reverse("translation:start", args=[translation.pk]) in editor.get(edit).content.decode()
    response = editor.post(edit, {"localize-restart-translation": "yes"})
    assert response.url == reverse("translation:start", args=[translation.pk])
    translation.refresh_from_db()
    assert not translation.enabled


def test_words_that_were_not_in_the_draft_are_there_when_it_is_stopped(editor):
    page = page_of("about")
    translation = translation_of(page)
    segment = StringSegment.objects.get(source=translation.source, context__path="summary")
    save_words(translation, segment, "تازه", None)
    translation.refresh_from_db()
    stop(translation, None)
    assert persian(page).get_latest_revision_as_object().summary == "تازه"
    assert persian(page).summary != "تازه"
    start_again(translation, None)
    assert words_of(translation, "summary") == ["تازه"]


def test_a_picture_that_was_chosen_by_hand_stays():
    page = page_of("tabriz")
    translation = stopped(page)
    other = page_of("isfahan").specific.picture
    assert persian(page).picture != other
    write_by_hand(page, picture=other)
    start_again(translation, None)
    publishing.publish(translation, None)
    assert persian(page).picture == other
    assert SegmentOverride.objects.get(locale=translation.target_locale).data == other.pk


def test_text_without_a_segment_is_kept_and_must_be_looked_at():
    page = page_of("tabriz")
    translation = stopped(page)
    target = persian(page)
    write_by_hand(page, story=target.story + "<p>بندی تازه.</p>")
    taken = start_again(translation, None)
    assert "بندی تازه." in taken.left[0]
    assert "بندی تازه." in Comment.objects.get(translation=translation).text
    assert Review.objects.filter(reason=Review.Reason.HAND).exists()
    with pytest.raises(publishing.NotReadyError):
        publishing.publish(translation, None)
    assert "بندی تازه." in persian(page).story


def test_a_block_of_its_own_is_kept_in_a_comment():
    page = page_of("about")
    translation = stopped(page)
    target = persian(page)
    raw = [*target.body.raw_data, {"type": "text", "value": "<p>تنها در فارسی.</p>", "id": "only-here"}]
    write_by_hand(page, body=json.dumps([dict(block) for block in raw]))
    start_again(translation, None)
    assert "تنها در فارسی." in Comment.objects.get(translation=translation).text


def test_a_source_that_changed_meanwhile_is_still_to_be_looked_at():
    page = page_of("about").specific
    translation = stopped(page)
    write_by_hand(page, summary="به دست")
    page.summary = "Quite another summary."
    page.save_revision().publish()
    start_again(translation, None)
    assert words_of(translation, "summary") == ["به دست"]
    assert Review.objects.get().old_source


def test_nothing_changes_if_nothing_was_written():
    page = page_of("tabriz")
    translation = stopped(page)
    before = list(StringTranslation.objects.values_list("pk", "data"))
    assert start_again(translation, None).count == 0
    assert list(StringTranslation.objects.values_list("pk", "data")) == before
    assert not Comment.objects.exists()


def test_a_translation_whose_source_is_gone_is_not_started(editor):
    page = page_of("about")
    translation = stopped(page)
    page.delete()
    answer = editor.post(reverse("translation:start", args=[translation.pk]), follow=True)
    assert "has been deleted" in answer.content.decode()
    translation.refresh_from_db()
    assert not translation.enabled


def test_only_editors_may(client, django_user_model):
    user = django_user_model.objects.create_user("somebody", password="x", is_staff=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    translation = translation_of(page_of("about"))
    client.post(reverse("translation:stop", args=[translation.pk]))
    translation.refresh_from_db()
    assert translation.enabled


def test_reading_the_address_changes_nothing(editor):
    translation = translation_of(page_of("about"))
    assert editor.get(reverse("translation:stop", args=[translation.pk])).status_code == 200
    translation.refresh_from_db()
    assert translation.enabled
    assert editor.get(reverse("translation:stop", args=[999999])).status_code == 404
