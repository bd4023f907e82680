"""Whatever language a page is written in first, all others follow it; roles are exchanged and taken over."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from amf_site.translation.desk.propagation.views import address_of
from amf_site.translation.health.check import look
from amf_site.translation.health.checks import CHECKS
from amf_site.translation.workflow.publishing import publish
from pages.models import Source, StandardPage
from tests.reading import Reader
from tests.translation.tales import (
    board_says_of,
    edit,
    file_of,
    give_to,
    in_language,
    page_with,
    send,
    shown,
    tale,
    tales_in,
    text_block,
    translate,
    version_in,
)

pytestmark = pytest.mark.django_db

OTHERS = ("en", "ja", "tr")


@pytest.fixture
def page() -> StandardPage:
    page = page_with(text_block(1, tale(1), tale(2), tale(3)), text_block(2, tale(20)))
    give_to(page, "fa", "ja", "tr")
    return page


def numbers(editor, page: Page, code: str) -> list[int]:
    return [found.number for found in tales_in(shown_in_any(editor, page, code)) if found.number < 1000]


def shown_in_any(editor, page: Page, code: str) -> str:
    """The words of this family say which language they are in, though they were written in another."""
    html = editor.get(version_in(page, code).get_url()).content.decode()
    return html[html.index("<main") : html.index("</main>")]


def is_sound() -> bool:
    return not any(look(check).findings for check in CHECKS if check.is_damage)


def test_a_page_first_written_in_persian(editor):
    persian = Locale.objects.get(language_code="fa")
    page = page_with(
        text_block(1, tale(1), tale(2)),
        text_block(2, tale(20)),
        parent=page_of("about").get_translation(persian),
        locale=persian,
    )
    assert board_says_of(editor, page.title) == set(), "missing everywhere, and on the board"
    assert page.title in editor.get("/admin/translations/", {"q": page.title}).content.decode()
    kind = ContentType.objects.get_for_model(StandardPage).pk
    address = f"/admin/translations/submit/?content_type={kind}&pk={page.pk}"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert editor.post(address, {"language": OTHERS}).status_code == 302
    for translation in Translation.objects.filter(source__object_id=page.translation_key):
        translate(translation)
        publish(translation, None)
    send(editor, page, [text_block(2, tale(20)), text_block(1, tale(1))], picture=SiteImage.objects.last())
    for code in OTHERS:
        assert numbers(editor, page, code) == [20, 1]
        assert file_of(SiteImage.objects.last()) in shown_in_any(editor, page, code)
    assert board_says_of(editor, page.title) == {"Live"}
    assert is_sound()


def test_the_roles_are_exchanged_by_a_button(editor, page):
    persian = version_in(page, "fa")
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=persian.locale)
    before = {code: shown_in_any(editor, page, code) for code in ("fa", *OTHERS)}
    button = f"/admin/translations/make-source/{translation.pk}/"
    assert button in Reader(editor.get(reverse("wagtailadmin_explore", args=[persian.pk])).content.decode()).links
    assert editor.get(button).status_code == 200
    assert editor.post(button).status_code == 302
    assert {code: shown_in_any(editor, page, code) for code in ("fa", *OTHERS)} == before, "readers notice nothing"
    assert board_says_of(editor, persian.title) == {"Live"}
    send(editor, persian, list(persian.body.raw_data)[::-1], picture=SiteImage.objects.last())
    for code in OTHERS:
        assert numbers(editor, page, code) == [20, 1, 2, 3]
        assert file_of(SiteImage.objects.last()) in shown_in_any(editor, page, code)
    assert is_sound()


def test_a_translation_takes_over_after_the_deletion_of_its_source(editor, page):
    english = version_in(page, "en")
    before = {code: shown(editor, page, code) for code in ("fa", "ja", "tr")}
    assert editor.post(address_of("delete", [english]), {"translation": []}).status_code == 302
    assert not Page.objects.filter(pk=english.pk).exists()
    assert {code: shown(editor, page, code) for code in ("fa", "ja", "tr")} == before
    persian = version_in(page, "fa")
    board = editor.get("/admin/translations/", {"q": persian.title})
    assert persian.title in board.content.decode()
    kind = ContentType.objects.get_for_model(StandardPage).pk
    address = f"/admin/translations/submit/?content_type={kind}&pk={persian.pk}"
    assert editor.post(address, {"language": ["en"]}).status_code == 302
    assert not version_in(page, "en").live
    send(editor, persian, picture=SiteImage.objects.last())
    for code in ("ja", "tr"):
        assert file_of(SiteImage.objects.last()) in shown(editor, page, code)
    assert is_sound()


@pytest.fixture
def record() -> Source:
    record = Source(name=tale(1), url="https://old.example/", locale=Locale.objects.get(language_code="en"))
    record.save()
    record.save_revision().publish()
    give_to(record, "fa", "ja")
    return record


def form_address(record: Source) -> str:
    return reverse(Source.snippet_viewset.get_url_name("edit"), args=[record.pk])


def make_source_by_the_button(editor, record: Source) -> None:
    """Press the button in whatever editor the record opens in."""
    html = editor.get(form_address(record), follow=True).content.decode()
    (button,) = [link for link in Reader(html).links if "/make-source/" in link]
    assert editor.get(button).status_code == 200
    assert editor.post(button).status_code == 302


def test_the_roles_of_records_are_exchanged_by_the_same_button(editor, record):
    persian = version_in(record, "fa")
    make_source_by_the_button(editor, persian)
    assert [version_in(record, code).name for code in ("en", "fa", "ja")] == [
        tale(1),
        in_language("fa", tale(1)),
        in_language("ja", tale(1)),
    ]
    edit(editor, persian, url="https://new.example/")
    assert {version_in(record, code).url for code in ("en", "fa", "ja")} == {"https://new.example/"}
    edit(editor, persian, name="fa~2~Tale 1.2")
    assert version_in(record, "ja").name == in_language("ja", tale(1)), "approved words stay until others are"
    assert board_says_of(editor, "fa~2~Tale 1.2") == {"Live, 1 changed"}
    assert is_sound()


@pytest.mark.parametrize("way", ["button", "board"])
def test_a_record_takes_over_after_the_deletion_of_its_source(editor, record, way):
    assert editor.post(address_of("delete", [record]), {"translation": []}).status_code == 302
    assert not Source.objects.filter(pk=record.pk).exists()
    persian = version_in(record, "fa")
    if way == "button":
        make_source_by_the_button(editor, persian)
    else:
        kind = ContentType.objects.get_for_model(Source).pk
        address = f"/admin/translations/submit/?content_type={kind}&pk={persian.pk}"
        assert editor.post(address, {"language": ["en"]}).status_code == 302
        assert not version_in(record, "en").live
    edit(editor, persian, url="https://new.example/")
    assert version_in(record, "ja").url == "https://new.example/"
    assert version_in(record, "ja").name == in_language("ja", tale(1))
    assert is_sound()


def test_a_page_takes_over_by_the_button(editor, page):
    assert editor.post(address_of("delete", [version_in(page, "en")]), {"translation": []}).status_code == 302
    persian = version_in(page, "fa")
    explored = editor.get(reverse("wagtailadmin_explore", args=[persian.pk])).content.decode()
    (button,) = {link for link in Reader(explored).links if "/make-source/" in link}
    assert "becomes a translation of it" not in editor.get(button).content.decode()
    assert editor.post(button).status_code == 302
    send(editor, persian, picture=SiteImage.objects.last())
    for code in ("ja", "tr"):
        assert file_of(SiteImage.objects.last()) in shown(editor, page, code)
    assert is_sound()


def test_what_is_a_source_or_kept_by_hand_offers_no_button(editor, record):
    translation = Translation.objects.get(source__object_id=record.translation_key, target_locale__language_code="fa")
    assert editor.post(reverse("translation:stop", args=[translation.pk])).status_code == 302
    for code in ("en", "fa"):
        html = editor.get(form_address(version_in(record, code)), follow=True).content.decode()
        assert "/make-source/" not in html
    editor.post(reverse("translation:make_source", args=[translation.pk]))
    assert Translation.objects.get(pk=translation.pk).source.locale.language_code == "en"
