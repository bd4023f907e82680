"""What follows its source, what does not, and who is told: drafts, locked, detached and withdrawn translations."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from amf_site.addresses import page_path
from amf_site.media.models import SiteImage
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.publishing import NotReadyError, publish
from pages.models import StandardPage
from tests.reading import Reader

from .people import client_of
from .tales import (
    Tale,
    board_says,
    give_to,
    in_language,
    page_with,
    read,
    send,
    shown,
    tale,
    tales_in,
    text_block,
    translate,
    version_in,
)

pytestmark = pytest.mark.django_db


def start() -> list[dict]:
    return [text_block(1, tale(1), tale(2), tale(3)), text_block(2, tale(20))]


def moved() -> list[dict]:
    """Blocks swapped, a sentence removed, one changed."""
    return [text_block(2, tale(20)), text_block(1, tale(1), tale(2, 2))]


@pytest.fixture
def page() -> StandardPage:
    return page_with(*start(), picture=SiteImage.objects.first(), picture_alt=tale(1002))


@pytest.fixture
def translation(page) -> Translation:
    return give_to(page, "fa")[0]


def lock(translation: Translation) -> None:
    Page.objects.filter(pk=translation.get_target_instance().pk).update(locked=True)


def detach(translation: Translation) -> None:
    assert client_of("editor").post(reverse("translation:stop", args=[translation.pk])).status_code == 302
    translation.refresh_from_db()
    assert not translation.enabled


def withdraw(translation: Translation) -> None:
    target = translation.get_target_instance()
    answer = client_of("editor").post(reverse("wagtailadmin_pages:unpublish", args=[target.pk]))
    assert answer.status_code == 302


def stored(page: Page) -> tuple:
    version = version_in(page, "fa")
    return (version.live, version.title, version.slug, version.picture_id, str(version.body), version.expire_at)


@pytest.mark.parametrize("apart", [lock, detach, withdraw])
def test_what_is_kept_apart_is_not_touched(editor, page, translation, apart):
    apart(translation)
    before = stored(page)
    newest = version_in(page, "fa").latest_revision_id
    send(editor, page, moved(), picture=SiteImage.objects.last(), slug="caravanserai")
    assert stored(page) == before
    assert version_in(page, "fa").latest_revision_id == newest
    assert board_says(editor, page) != {"Live"}


@pytest.mark.parametrize("apart", [lock, detach])
def test_and_nobody_notices_at_its_address(editor, client, page, translation, apart):
    address = page_path(version_in(page, "fa"), "fa")
    before = tales_in(client.get(address).content.decode())
    apart(translation)
    send(editor, page, moved(), slug="caravanserai")
    assert tales_in(client.get(address).content.decode()) == before


def test_a_lock_taken_off_lets_the_facts_in(editor, client, page, translation):
    lock(translation)
    send(editor, page, moved())
    Page.objects.filter(pk=version_in(page, "fa").pk).update(locked=False)
    send(editor, page, picture=SiteImage.objects.last())
    assert read(client, page, "fa") == [Tale("fa", 20), Tale("fa", 1), Tale("fa", 2)]


def test_translating_again_lets_the_facts_in(editor, client, page, translation):
    detach(translation)
    send(editor, page, moved())
    assert editor.post(reverse("translation:start", args=[translation.pk])).status_code == 302
    send(editor, page, picture=SiteImage.objects.last())
    assert [found.number for found in read(client, page, "fa")] == [20, 1, 2]


@pytest.mark.parametrize(
    "after",
    [
        [text_block(1, tale(2), tale(3), tale(1))],
        [text_block(1, tale(3), tale(1))],
        [text_block(1, tale(3), tale(30), tale(1), tale(2))],
    ],
    ids=["turned", "one removed", "one added"],
)
def test_what_the_source_has_moved_meanwhile_finds_its_words(editor, client, page, translation, after):
    send(editor, page, [text_block(1, tale(1), tale(2), tale(3))])
    translate(translation)
    publish(translation, None)
    detach(translation)
    send(editor, page, after)
    assert editor.post(reverse("translation:start", args=[translation.pk])).status_code == 302
    send(editor, page, picture=SiteImage.objects.last())
    numbers = [found.number for found in tales_in(str(after))]
    assert read(client, page, "fa") == [Tale("fa", number) for number in numbers if number < 30]


def test_a_draft_is_brought_up_to_date_and_stays_a_draft(editor, client, page):
    (translation,) = give_to(page, "fa", live=False)
    send(editor, page, moved(), picture=SiteImage.objects.last(), slug="caravanserai")
    target = version_in(page, "fa")
    assert not target.live
    draft = target.get_latest_revision_as_object()
    assert not draft.live
    assert (draft.picture, draft.slug) == (SiteImage.objects.last(), "caravanserai")
    assert [found.number for found in tales_in(str(draft.body))] == [20, 1, 2]
    assert client.get(page_path(target, "fa")).status_code == 404
    assert board_says(editor, page) == {"1 segment needs review"}
    with pytest.raises(NotReadyError):
        publish(translation, None)


def test_a_draft_beside_what_is_live_keeps_what_somebody_writes(editor, client, page, translation):
    segment = StringSegment.objects.get(source=translation.source_id, string__data=tale(1))
    save_words(translation, segment, in_language("fa", tale(1), 2), None)
    send(editor, page, moved())
    assert read(client, page, "fa") == [Tale("fa", 20), Tale("fa", 1), Tale("fa", 2)]
    editing = editor.get(reverse("translation:edit", args=[translation.pk])).content.decode()
    assert in_language("fa", tale(1), 2) in editing


def history_of(editor: Client, page: Page) -> str:
    html = editor.get(reverse("wagtailadmin_pages:history", args=[version_in(page, "fa").pk])).content.decode()
    return Reader(html).own_text


def test_the_history_says_what_came_and_from_whom(editor, page, translation):
    send(editor, page, moved(), picture=SiteImage.objects.last())
    said = history_of(editor, page)
    line = re.search(r"[Bb]rought up to date: ([^.|]*)", said)
    assert line, said
    assert "picture" in line[1]
    assert "order" in line[1]
    user = editor.get(reverse("wagtailadmin_account")).wsgi_request.user
    assert (user.get_full_name() or user.get_username()) in said


def test_the_history_says_nothing_where_nothing_came(editor, page, translation):
    before = history_of(editor, page)
    send(editor, page)
    assert history_of(editor, page).count("rought up to date") == before.count("rought up to date")


def test_reverting_the_source_reverts_the_facts(editor, client, page, translation):
    before, first = shown(client, page, "fa"), version_in(page, "en").latest_revision
    send(editor, page, moved(), picture=SiteImage.objects.last())
    assert shown(client, page, "fa") != before
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert editor.get(back).status_code == 200
    send(editor, page, start(), picture=SiteImage.objects.first(), revision=first.pk)
    assert shown(client, page, "fa") == before
    assert board_says(editor, page) == {"Live"}


def test_a_withdrawn_source_offers_to_withdraw_its_languages(editor, page, translation):
    answer = editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)
    assert version_in(page, "fa").title in answer.content.decode()
    key = Reader(answer.content.decode()).named("input", name="translation")[0]["value"]
    editor.post(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"], {"translation": [key]})
    assert not version_in(page, "fa").live


def test_a_translation_of_a_withdrawn_source_is_not_published_without_a_word(editor, page, translation):
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    withdraw(translation)
    answer = editor.post(reverse("translation:publish", args=[translation.pk]), follow=True)
    assert not version_in(page, "fa").live or "withdrawn" in answer.content.decode()


def test_a_source_that_comes_back_brings_its_facts(editor, client, page, translation):
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    send(editor, page, moved(), picture=SiteImage.objects.last())
    assert [found.number for found in read(client, page, "fa")] == [20, 1, 2]
