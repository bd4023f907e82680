"""One publication of an English page: its facts are everywhere in the same second, only changed words wait."""

import html
import re

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from amf_site.addresses import page_path
from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteImage
from amf_site.translation.segments.progress import progress_of
from pages.models import StandardPage
from tests.admin.forms import form_to_publish
from tests.translation.tales import (
    Tale,
    file_of,
    give_to,
    page_with,
    picture_block,
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

CODES = [language.code for language in LANGUAGES[1:]]
BOARD = "/admin/translations/"


@pytest.fixture
def page() -> StandardPage:
    first, second = pictures()[:2]
    page = page_with(
        text_block(1, tale(1), tale(2), tale(3)),
        picture_block(2, second, tale(4), tale(5)),
        text_block(3, tale(6), tale(7)),
        picture=first,
        picture_alt=tale(1002),
    )
    give_to(page, *CODES)
    return page


def test_one_publication(editor, page):
    reader = Client()
    before = SiteImage.objects.order_by("pk").first()
    other = SiteImage.objects.order_by("pk").last()
    second = SiteImage.objects.order_by("pk")[1]
    restrict(editor, page, "login")
    send(
        editor,
        page,
        [
            text_block(3, tale(6), tale(7)),
            picture_block(2, second, tale(4), tale(5)),
            text_block(1, tale(1), tale(2, 2)),
        ],
        picture=other,
        slug="caravanserai",
    )
    for code in CODES:
        # Private and moved, in the same second.
        here = page_path(version_in(page, code), code)
        assert here == f"/{code}/who-we-are/about/caravanserai/"
        assert reader.get(here).status_code == 302
        assert "/login/" in reader.get(here).url
        assert tale(1) not in reader.get(here, follow=True).content.decode()
        # The order of the source, without what was removed; what was changed has its former words.
        numbers = [6, 7, 4, 5, 1, 2]
        assert read(editor, page, code) == [Tale(code, number) for number in numbers]
        picture = shown(editor, page, code)
        assert file_of(other) in picture
        assert file_of(before) not in picture
    for translation in page_translations(page):
        progress = progress_of(translation)
        assert (progress.total - progress.done, progress.to_review) == (0, 1), translation.target_locale
    board = html.unescape(editor.get(BOARD, {"q": page.title}).content.decode())
    said = set(re.findall(rf">{re.escape(page.title)}, \w+: ([^<]+)<", board))
    assert said == {"Live, 1 changed"}


def page_translations(page):
    return Translation.objects.filter(source__object_id=page.translation_key)


def test_the_board_after_another_photograph_on_every_page(editor):
    """As an editor does it, page by page: nothing of it is work for anybody."""
    board = editor.get(BOARD).content.decode()
    asking = re.findall(r'data-state="(?:changed|review|started|missing)"', board)
    pictures = list(SiteImage.objects.order_by("pk"))
    pages = Page.objects.filter(locale__language_code="en", depth__gt=1, live=True).order_by("path").specific()
    for page in pages:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        other = next(picture for picture in pictures if picture.pk != page.picture_id)
        with TestCase.captureOnCommitCallbacks():
            form = form_to_publish(address, editor.get(address).content.decode())
            answer = editor.post(address, {**form, "picture": other.pk})
        assert answer.status_code == 302, (page, answer.context["form"].errors)
        versions = type(page).objects.filter(translation_key=page.translation_key)
        assert set(versions.values_list("picture", flat=True)) == {other.pk}, page
    board = editor.get(BOARD).content.decode()
    assert re.findall(r'data-state="(?:changed|review|started|missing)"', board) == asking
