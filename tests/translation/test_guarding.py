"""However a translation is published, no English goes before readers of another language."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow, WorkflowTask
from wagtail_localize.models import StringSegment

from amf_site.translation.models import Review
from amf_site.translation.patches.publish_guard import UntranslatedError
from amf_site.translation.segments.store import clear_words, save_words
from amf_site.translation.workflow.publishing import NotReadyError, publish
from amf_site.translation.workflow.submission import submit
from pages.models import Source

from .desk import PERSIAN, change, new_page, persian, seen_by_readers, segments_of, translate, translated_page

pytestmark = pytest.mark.django_db

ENGLISH = "Entirely English words."
BETTER = "Entirely English and better words."


def half_translated() -> tuple[Page, Page]:
    """A page whose Persian draft still has English words, and that draft."""
    page = new_page(ENGLISH)
    translation = submit(page, persian(), None)
    for segment in list(segments_of(translation))[:2]:
        save_words(translation, segment, PERSIAN, None)
    translation.save_target(publish=False)
    return page, translation.get_target_instance()


def is_hidden(client: Client, page: Page) -> bool:
    answer = seen_by_readers(client, page)
    return answer == "404" or (ENGLISH not in answer and BETTER not in answer)


def test_publishing_the_revision():
    _page, target = half_translated()
    with pytest.raises(UntranslatedError):
        target.latest_revision.publish()
    target.refresh_from_db()
    assert not target.live


def test_the_bulk_action(editor: Client):
    page, target = half_translated()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{url}?id={target.pk}&next=/admin/pages/", {"include_descendants": ""})
    assert answer.status_code in (302, 403)
    target.refresh_from_db()
    assert not target.live
    assert is_hidden(Client(), page)


def test_the_bulk_action_of_a_whole_one_works(editor: Client):
    page = new_page(ENGLISH)
    translation = submit(page, persian(), None)
    translate(translation)
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor.post(f"{url}?id={target.pk}&next=/admin/pages/", {"include_descendants": ""})
    assert PERSIAN in seen_by_readers(Client(), page)


def test_the_bulk_action_of_one_whose_source_is_withdrawn(editor: Client):
    """It needs a word, for which only the translation's own page and the board ask."""
    page = new_page(ENGLISH)
    translation = submit(page, persian(), None)
    translate(translation)
    translation.save_target(publish=False)
    Page.objects.get(pk=page.pk).unpublish()
    target = translation.get_target_instance()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{url}?id={target.pk}&next=/admin/pages/", {"include_descendants": ""}, follow=True)
    assert "Its source has been withdrawn." in answer.content.decode()
    target.refresh_from_db()
    assert not target.live
    publish(translation, None, though_withdrawn=True)
    target.refresh_from_db()
    assert target.live


def test_the_end_of_a_workflow(editor: Client, django_user_model):
    _page, target = half_translated()
    workflow = Workflow.objects.create(name="Trial")
    task = Task.objects.create(name="Approve")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    user = django_user_model.objects.create_superuser("approver", "a@example.org", "x")
    state = workflow.start(target, user)
    with pytest.raises(UntranslatedError):
        state.current_task_state.approve(user=user)
    target.refresh_from_db()
    assert not target.live


def test_a_schedule_is_dropped_and_the_others_are_kept(client: Client):
    page, target = half_translated()
    other = new_page("On time.", live=False)
    for one in (target, other):
        revision = one.latest_revision if one == target else one.get_latest_revision()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
    call_command("publish_scheduled")
    target.refresh_from_db()
    other.refresh_from_db()
    assert not target.live
    assert other.live
    assert is_hidden(client, page)
    target.latest_revision.refresh_from_db()
    assert target.latest_revision.approved_go_live_at is None


def test_scheduling_it_is_refused_at_once():
    _page, target = half_translated()
    draft = target.latest_revision.as_object()
    draft.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(UntranslatedError):
        draft.save_revision().publish()


def test_an_old_revision(client: Client):
    page = new_page(ENGLISH)
    translation = submit(page, persian(), None)
    english = translation.get_target_instance().latest_revision
    translate(translation)
    publish(translation, None)
    with pytest.raises(UntranslatedError):
        english.publish()
    assert f"{PERSIAN} {ENGLISH}" in seen_by_readers(client, page)


def test_a_record():
    source = Source(name="City statistics")
    source.save()
    source.save_revision().publish()
    target = submit(source, persian(), None).get_target_instance()
    with pytest.raises(UntranslatedError):
        target.latest_revision.publish()
    target.refresh_from_db()
    assert not target.live


def test_unread_words_of_a_machine(client: Client):
    page = new_page(ENGLISH)
    translation = submit(page, persian(), None)
    for segment in segments_of(translation):
        save_words(translation, segment, f"{PERSIAN} {segment.string.data}", None, review=Review.Reason.MACHINE)
    translation.save_target(publish=False)
    with pytest.raises(UntranslatedError):
        translation.get_target_instance().latest_revision.publish()
    with pytest.raises(NotReadyError):
        publish(translation, None)
    assert seen_by_readers(client, page) == "404"


def test_words_that_are_the_same_on_purpose():
    page = new_page("UCLG")
    translation = submit(page, persian(), None)
    for segment in segments_of(translation):
        save_words(translation, segment, segment.string.data, None)
    publish(translation, None)
    assert translation.get_target_instance().live


def test_a_translation_kept_by_hand_may_repeat_words_but_not_all():
    page = new_page("UCLG")
    translation = submit(page, persian(), None)
    translation.enabled = False
    translation.save()
    draft = translation.get_target_instance()
    with pytest.raises(UntranslatedError):
        draft.latest_revision.publish()
    draft = draft.latest_revision.as_object()
    draft.title = "عنوان"
    draft.save_revision().publish()
    assert translation.get_target_instance().live


def test_pages_that_are_no_translations_are_published_as_ever():
    page = new_page(ENGLISH)
    change(page, BETTER)
    assert Page.objects.get(pk=page.pk).live


def test_the_old_words_are_before_readers_until_the_new_ones_are_approved(client: Client):
    page, translation = translated_page(ENGLISH)

    def clear() -> None:
        segment = StringSegment.objects.get(source=translation.source, string__data=BETTER)
        clear_words(translation, segment, None)

    def try_to(publish_somehow) -> None:
        with pytest.raises((NotReadyError, UntranslatedError)):
            publish_somehow()

    for step in (
        lambda: change(page, BETTER),
        lambda: submit(page, persian(), None),
        lambda: translation.save_target(publish=False),
        clear,
        lambda: translation.save_target(publish=False),
        lambda: try_to(lambda: publish(translation, None)),
        lambda: try_to(translation.save_target),
        lambda: try_to(translation.get_target_instance().latest_revision.publish),
    ):
        step()
        shown = seen_by_readers(client, page)
        assert f"{PERSIAN} {ENGLISH}" in shown
        assert BETTER not in shown
    translate(translation)
    assert f"{PERSIAN} {ENGLISH}" in seen_by_readers(client, page)
    publish(translation, None)
    assert f"{PERSIAN} {BETTER}" in seen_by_readers(client, page)


def test_an_empty_translation_is_none(client: Client):
    page, translation = translated_page(ENGLISH)
    segment = StringSegment.objects.get(source=translation.source, string__data=ENGLISH)
    save_words(translation, segment, "", None)
    with pytest.raises(NotReadyError):
        publish(translation, None)
    assert f"{PERSIAN} {ENGLISH}" in seen_by_readers(client, page)
