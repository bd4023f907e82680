"""What surrounds a page is the same in every language as soon as its source says so: address, place, dates, privacy."""

import datetime
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.translation.workflow.publishing import publish
from pages.models import StandardPage

from .tales import (
    Tale,
    block,
    board_says,
    file_of,
    give_to,
    page_with,
    pictures,
    read,
    restrict,
    send,
    shown,
    tale,
    text_block,
    version_in,
)

pytestmark = pytest.mark.django_db


def start() -> list[dict[str, Any]]:
    return [text_block(1, tale(1), tale(2), tale(3)), text_block(2, tale(20), tale(21))]


@pytest.fixture
def page() -> StandardPage:
    page = page_with(*start(), picture=pictures()[0], picture_alt=tale(1002))
    give_to(page, "fa")
    return page


def test_the_address(editor, client, page):
    old = page_path(version_in(page, "fa"), "fa")
    send(editor, page, slug="caravanserai")
    new = page_path(version_in(page, "fa"), "fa")
    assert new.endswith("/caravanserai/")
    assert client.get(new).status_code == 200
    moved = client.get(old)
    assert (moved.status_code, moved.url) in ((301, new), (302, new))
    assert board_says(editor, page) == {"Live"}


def test_the_addresses_of_pages_below(editor, client, page):
    below = page_with(text_block(1, tale(1)), parent=page)
    give_to(below, "fa")
    send(editor, page, slug="caravanserai")
    assert "/caravanserai/" in page_path(version_in(below, "fa"), "fa")
    assert read(client, below, "fa") == [Tale("fa", 1)]


def test_an_address_that_is_taken_in_a_language(editor, client, page):
    """By a page that there is in this language alone: the publication is whole and the language keeps an address."""
    own = StandardPage(
        title="فقط فارسی", slug="caravanserai", body=json.dumps([block(1, "quote", {"text": "متن", "source": ""})])
    )
    version_in(page, "fa").get_parent().add_child(instance=own)
    send(editor, page, picture=pictures()[3], slug="caravanserai")
    assert page_path(version_in(page, "en"), "en").endswith("/caravanserai/")
    assert page_path(own, "fa").endswith("/caravanserai/")
    assert file_of(pictures()[3]) in shown(client, page, "fa")


def test_privacy(editor, page):
    address = page_path(version_in(page, "fa"), "fa")
    restrict(editor, page, "login")
    answer = Client().get(address, follow=True)
    assert "Tale" not in answer.content.decode()
    send(editor, page, picture=pictures()[3])
    assert "Tale" not in Client().get(address, follow=True).content.decode()
    assert file_of(pictures()[3]) in shown(editor, page, "fa")


def test_privacy_taken_away(editor, page):
    restrict(editor, page, "login")
    send(editor, page, picture=pictures()[3])
    restrict(editor, page, "none")
    assert file_of(pictures()[3]) in shown(Client(), page, "fa")
    assert board_says(editor, page) == {"Live"}


@pytest.mark.parametrize("kind", ["page", "page above", "several"])
def test_what_is_private_stays_so_without_its_source(editor, page, kind):
    """Deleting a private page deletes its privacy setting, but not that of its translations."""
    restrict(editor, page, "login")
    source = version_in(page, "en")
    if kind == "page":
        answer = editor.post(reverse("wagtailadmin_pages:delete", args=[source.pk]))
        assert answer.status_code == 302
    elif kind == "page above":
        above = page_with(parent=page_of("about"), title="Above", slug="above", summary="")
        source.move(above, pos="last-child")
        Page.objects.get(pk=above.pk).delete()
    else:
        Page.objects.filter(pk=source.pk).delete()
    assert not Page.objects.filter(pk=source.pk).exists()
    persian = version_in(page, "fa")
    assert persian.view_restrictions.count() == 1
    assert Client().get(page_path(persian, "fa")).status_code == 302


@pytest.mark.parametrize("apart", ["locked", "withdrawn"])
def test_privacy_taken_away_while_a_translation_is_kept_apart(editor, page, apart):
    """What is asked in one language is asked in all, so it must not be left anywhere."""
    restrict(editor, page, "login")
    send(editor, page)
    target = version_in(page, "fa")
    Page.objects.filter(pk=target.pk).update(**{"locked": {"locked": True}, "withdrawn": {"live": False}}[apart])
    restrict(editor, page, "none")
    assert "Tale 1." in shown(Client(), page, "en")


def test_privacy_taken_away_where_a_translation_had_it_first(editor, page):
    """The dialog lifts the page's own restriction, whichever of its versions' the database names first."""
    restrict(editor, version_in(page, "fa"), "login")
    restrict(editor, page, "login")
    restrict(editor, page, "none")
    assert "Tale 1." in shown(Client(), page, "en")
    assert "Tale 1." in shown(Client(), page, "fa")


def test_privacy_of_a_translation_alone_outlives_publications(editor, page):
    """It holds for all languages; no publication of the source or of the translation opens the page."""
    restrict(editor, version_in(page, "fa"), "login")
    send(editor, page, picture=pictures()[3])
    publish(Translation.objects.get(source__object_id=page.translation_key), None)
    for code in ("en", "fa"):
        assert Client().get(page_path(version_in(page, code), code)).status_code == 302
        assert file_of(pictures()[3]) in shown(editor, page, code)


def in_words(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_the_end(editor, page, monkeypatch):
    end = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    send(editor, page, expire_at=in_words(end))
    assert version_in(page, "fa").expire_at == end
    assert board_says(editor, page) == {"Live"}
    monkeypatch.setattr(timezone, "now", lambda: end + datetime.timedelta(minutes=5))
    call_command("publish_scheduled")
    assert not version_in(page, "en").live
    assert not version_in(page, "fa").live


def test_an_end_taken_back(editor, page):
    send(editor, page, expire_at=in_words(timezone.now() + datetime.timedelta(days=2)))
    send(editor, page)
    assert version_in(page, "en").expire_at is None
    assert version_in(page, "fa").expire_at is None


def test_a_change_that_waits_for_its_day(editor, client, page, monkeypatch):
    """Of a live page: what has been scheduled is everywhere when it goes live, and nowhere before."""
    begin = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    send(editor, page, start()[::-1], go_live_at=in_words(begin))
    assert read(client, page, "fa")[0] == Tale("fa", 1)
    monkeypatch.setattr(timezone, "now", lambda: begin + datetime.timedelta(minutes=5))
    call_command("publish_scheduled")
    for code in ("en", "fa"):
        assert [tale.number for tale in read(client, page, code)] == [20, 21, 1, 2, 3]


def test_the_place_in_the_tree(editor, client, page):
    goal = page_of("governance")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, goal.pk])
    assert editor.post(address).status_code == 302
    send(editor, page)
    below = version_in(page, "fa").get_parent()
    assert (below.translation_key, below.locale.language_code) == (goal.translation_key, "fa")
    assert read(client, page, "fa") == [found._replace(code="fa") for found in read(client, page, "en")]
    assert board_says(editor, page) == {"Live"}
    assert not any(Page.find_problems())


def test_a_draft_of_the_source_changes_nothing(editor, client, page):
    before = shown(client, page, "fa")
    send(editor, page, start()[::-1], live=False, picture=pictures()[3], summary="")
    assert shown(client, page, "fa") == before
    assert board_says(editor, page) == {"Live"}
