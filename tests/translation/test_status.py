"""One function tells how a translation stands, so every screen says the same of it and every action does the same."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.translation.desk.editor.rows import version_of
from amf_site.translation.desk.propagation.hooks import together_url
from amf_site.translation.models import Review, TranslationExclusion, TranslationTask
from amf_site.translation.segments.store import clear_words, confirm, save_words
from amf_site.translation.workflow.coverage import coverage_of
from amf_site.translation.workflow.lookup import key_of
from amf_site.translation.workflow.publishing import NotReadyError, lacks, publish
from amf_site.translation.workflow.submission import submit
from pages.models import StandardPage

from .desk import PERSIAN, change, new_page, persian, segments_of, translate, translated_page

pytestmark = pytest.mark.django_db

BOARD = "/admin/translations/"
TEXT = "<p>Cities lead the way.</p>"

Place = tuple[StandardPage, Translation | None]


def submitted() -> tuple[StandardPage, Translation]:
    """With nothing translated, whatever the memory knows."""
    page = new_page(TEXT)
    translation = submit(page, persian(), None)
    for segment in segments_of(translation):
        clear_words(translation, segment, None)
    return page, translation


def missing() -> Place:
    return new_page(TEXT), None


def started() -> Place:
    return submitted()


def emptied() -> Place:
    """Words of which the cleaning has left nothing are no words."""
    page, translation = submitted()
    translate(translation)
    StringTranslation.objects.filter(pk=words_of(translation)[0].pk).update(data="")
    return page, translation


def wrong() -> Place:
    page, translation = submitted()
    translate(translation)
    StringTranslation.objects.filter(pk=words_of(translation)[0].pk).update(has_error=True)
    return page, translation


def unseen() -> Place:
    page, translation = submitted()
    translate(translation)
    Review.objects.create(translation=words_of(translation)[0], reason=Review.Reason.MACHINE)
    return page, translation


def changed() -> Place:
    page, translation = translated_page(TEXT)
    change(page, "<p>Cities lead all the way.</p>")
    return page, translation


def ready() -> Place:
    page, translation = submitted()
    translate(translation)
    return page, translation


def handed_over() -> Place:
    page, translation = ready()
    TranslationTask.objects.create(translation=translation, step=TranslationTask.Step.REVIEWING)
    return page, translation


def live() -> Place:
    return translated_page(TEXT)


def corrected() -> Place:
    page, translation = translated_page(TEXT)
    save_words(translation, next(iter(segments_of(translation))), "بهتر", None)
    return page, translation


def corrected_while_it_waited() -> Place:
    """The draft that goes live at its time does not have what was corrected after it was made."""
    page, translation = ready()
    begin = timezone.now() + timedelta(hours=1)
    publish(translation, None, at=begin)
    save_words(translation, next(iter(segments_of(translation))), "بهتر", None)
    target = Page.objects.get(translation_key=page.translation_key, locale=persian())
    revision = target.scheduled_revision
    revision.approved_go_live_at = timezone.now()
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    assert Page.objects.get(pk=target.pk).live
    return page, translation


def with_other_facts() -> Place:
    page, translation = translated_page(TEXT)
    change(page, show_in_menus=True)
    return page, translation


def looked_at_again() -> Place:
    page, translation = changed()
    for segment in segments_of(translation):
        confirm(translation, segment, None)
    return page, translation


def unpublished() -> Place:
    page, translation = translated_page(TEXT)
    translation.get_target_instance().unpublish()
    return page, translation


def by_hand() -> Place:
    page, translation = translated_page(TEXT)
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    return page, translation


def unwanted() -> Place:
    page, translation = ready()
    TranslationExclusion.objects.create(translation_key=page.translation_key, locale=persian())
    return page, translation


def words_of(translation: Translation) -> list[StringTranslation]:
    return list(
        StringTranslation.objects.filter(
            context__object=translation.source.object_id, locale=translation.target_locale_id
        ).order_by("pk")
    )


#: Each way to a state: the filter that finds it, and what is said; ``#`` is the number of segments, ``%`` one less.
WAYS = {
    missing: ("missing", "Missing"),
    started: ("started", "0 of # translated"),
    emptied: ("started", "% of # translated"),
    wrong: ("started", "% of # translated"),
    unseen: ("review", "1 segment needs review"),
    changed: ("changed", "Live, 1 changed"),
    ready: ("draft", "Ready to publish"),
    handed_over: ("draft", "Ready to publish; waits for a reviewer"),
    live: ("live", "Live"),
    corrected: ("changed", "Live, 1 changed"),
    corrected_while_it_waited: ("changed", "Live, 1 changed"),
    with_other_facts: ("live", "Live"),
    looked_at_again: ("live", "Live"),
    unpublished: ("draft", "Ready to publish"),
    by_hand: ("detached", "Live; kept by hand"),
    unwanted: ("unwanted", "Not wanted"),
}
COMPLETE = {"draft", "live", "detached"}


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def said_on_the_board(client: Client, page: StandardPage) -> str:
    board = text(client, f"{BOARD}?q={page.title}&language=fa")
    return board.split(f">{page.title}, Persian: ")[1].split("<")[0]


def planned(client: Client, page: StandardPage) -> str:
    """Why publishing in bulk leaves it out; nothing if it does not."""
    row = f"{ContentType.objects.get_for_model(StandardPage).pk}-{page.pk}"
    answer = client.post(f"{BOARD}bulk/", {"action": "publish", "row": [row], "language": ["fa"]})
    (step,) = answer.context["plan"].steps
    return str(step.reason)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_screen_and_action_say_the_same(editor, way: Callable[[], Place]):
    state, words = WAYS[way]
    complete = coverage_of(persian()).complete
    page, translation = way()
    is_complete = state in COMPLETE or way in (corrected, corrected_while_it_waited)
    said = said_on_the_board(editor, page)
    total = len(list(segments_of(translation))) if translation else 0
    assert said == words.replace("%", str(total - 1)).replace("#", str(total))

    # The board's filter, the source's own editor, the explorer of the language, the page of languages.
    for other in sorted({state, "live", "changed"}):
        found = f">{page.title}, Persian: " in text(editor, f"{BOARD}?language=fa&state={other}&q={page.title}")
        assert found == (other == state), other
    assert said in text(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert coverage_of(persian()).complete - complete == is_complete
    if translation is None:
        assert planned(editor, page) == "It has not been submitted yet."
        return
    explorer = text(editor, f"/admin/pages/{page_of('about').get_translation(persian()).pk}/?q=&ordering=-id")
    assert said in explorer

    # What stands in the way of readers.
    obstacle = lacks(translation)
    assert planned(editor, page) in ({"It is live already."} if said == "Live" else {obstacle, "It is kept by hand."})
    assert bool(obstacle) == (state in ("started", "review", "unwanted") or way in (changed, by_hand))
    together = text(editor, together_url(page))
    assert f"<td>{said}</td>" in together
    assert (f'value="{translation.pk}" disabled' in together) == bool(obstacle)
    target = translation.get_target_instance()
    step = editor.get(reverse("translation:same_step", args=["publish"]), {"on": key_of(page)})
    is_offered = way is not by_hand and state not in ("live", "unwanted")
    assert (step.status_code == 200) == is_offered
    if is_offered:
        shown = html.unescape(step.content.decode())
        assert f"<td>{said}</td>" in shown
        assert (f'value="{key_of(target)}" disabled' in shown) == bool(obstacle)
    if way is not by_hand:
        assert f'<span id="translation-state">{said}</span>' in text(
            editor, reverse("translation:edit", args=[translation.pk])
        )
    if obstacle:
        with pytest.raises(NotReadyError, match=re.escape(obstacle)):
            publish(translation, None)
    else:
        publish(translation, None)
        assert said_on_the_board(editor, page) == "Live"


def test_the_editor_says_at_once_what_a_correction_does(editor, client):
    page, translation = translated_page(TEXT)
    segment = next(one for one in segments_of(translation) if one.context.path == "title")
    old = StringTranslation.objects.get(translation_of=segment.string, context=segment.context)
    answer = editor.post(
        reverse("translation:segment", args=[translation.pk, segment.pk]),
        {"action": "keep", "words": f"{PERSIAN} بهتر", "version": version_of(old.data)},
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json()["progress"]["status"] == said_on_the_board(editor, page) == "Live, 1 changed"
    assert f"{PERSIAN} بهتر" not in client.get(page_path(page, "fa")).content.decode()


def test_the_dashboard_counts_what_the_board_lists(editor):
    corrected()
    board = text(editor, f"{BOARD}?language=fa&state=changed")
    count = len(re.findall(r", Persian: Live, \d+ changed", board))
    assert count == 1
    panel = text(editor, "/admin/")
    said = re.search(r'state=changed" aria-label="[^"]+, Live, with changes: (\d+)"', panel)
    assert said[1] == str(count)
