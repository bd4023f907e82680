"""A picture that has become another one: what is said of it in every language waits to be looked at."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, StringTranslation, TranslationContext

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from amf_site.translation.models import Review
from amf_site.translation.workflow.submission import submit
from tests import picture_files

from .desk import PERSIAN, body, change, new_page, persian, translate, translated_page, words_of

pytestmark = pytest.mark.django_db

SHOWN = "The clock tower at noon"
IN_A_BLOCK = "The bazaar from above"


def replace_file(editor, image: SiteImage) -> None:
    file = SimpleUploadedFile("other.png", picture_files.photograph("PNG", (640, 400)))
    form = {"title": image.title, "collection": "1", "tags": "", "file": file}
    assert editor.post(f"/admin/images/{image.pk}/", form).status_code == 302


def with_pictures(first: SiteImage, second: SiteImage):
    """A page with a picture at the top and one among its words."""
    block = {"image": {"image": second.pk, "alt_text": IN_A_BLOCK, "decorative": False}, "caption": "A caption"}
    page = new_page("Some words.", picture=first, picture_alt=SHOWN, live=False)
    page.body = json.dumps([*body("Some words."), {"type": "picture", "id": "p" * 8, "value": block}])
    page.save_revision().publish()
    page.refresh_from_db()
    translation = submit(page, persian(), None)
    translate(translation)
    return page, translation


def waiting(translation) -> list[str]:
    return [source for source, words in words_of(translation).items() if words.endswith("*")]


def test_a_replaced_file_asks_for_new_words_in_every_language(editor):
    image, other = SiteImage.objects.all()[:2]
    page, translation = with_pictures(image, other)
    turkish, _new = Locale.objects.get_or_create(language_code="tr")
    second = submit(page, turkish, None)
    translate(second)
    replace_file(editor, image)
    for found in (translation, second):
        assert waiting(found) == [SHOWN]
        assert words_of(found)[SHOWN] == f"{PERSIAN} {SHOWN}*", "the words are kept"
    assert set(Review.objects.values_list("reason", flat=True)) == {Review.Reason.PICTURE}


def test_a_replaced_file_among_the_words(editor):
    image, other = SiteImage.objects.all()[:2]
    _page, translation = with_pictures(image, other)
    replace_file(editor, other)
    assert waiting(translation) == [IN_A_BLOCK]


def test_a_picture_of_a_landmark(editor):
    landmark = page_of("tabriz").specific.landmarks.exclude(picture=None).first()
    places = TranslationContext.objects.filter(path__endswith=".picture_alt")
    of_this = StringTranslation.objects.filter(context__in=places, translation_of__data=landmark.picture_alt)
    assert of_this.exists()
    replace_file(editor, landmark.picture)
    assert {words.review.reason for words in of_this} == {Review.Reason.PICTURE}


def test_another_picture_of_a_page_that_is_described_in_the_same_words():
    """The editor was asked for other words in the source and has left them: then they are right in every language."""
    image, other, third = SiteImage.objects.all()[:3]
    page, translation = with_pictures(image, other)
    change(page, picture=third)
    assert waiting(translation) == []


def test_words_that_change_with_the_picture_wait_once():
    image, other, third = SiteImage.objects.all()[:3]
    page, translation = with_pictures(image, other)
    change(page, picture=third, picture_alt="The bridge at night")
    assert "The bridge at night" in waiting(translation)
    assert Review.objects.filter(translation__translation_of__data="The bridge at night").count() == 1


def test_a_language_with_a_picture_of_its_own_has_nothing_to_do(editor):
    image, other, third = SiteImage.objects.all()[:3]
    _page, translation = with_pictures(image, other)
    place = TranslationContext.objects.get(object=translation.source.object_id, path="picture")
    SegmentOverride.objects.create(locale=persian(), context=place, data_json=json.dumps(third.pk))
    replace_file(editor, image)
    assert waiting(translation) == []


def test_nothing_waits_without_another_picture(editor):
    image = SiteImage.objects.first()
    page, translation = translated_page("Some words.", picture=image, picture_alt=SHOWN)
    editor.post(f"/admin/images/{image.pk}/", {"title": "Another title", "collection": "1", "tags": ""})
    change(page, "Other words.")
    assert SHOWN not in waiting(translation)
    SiteImage.objects.filter(pk=image.pk).update(file=image.file.name.replace("pictures/", "original_images/"))
    call_command("clean_pictures", verbosity=0)
    assert SHOWN not in waiting(translation)


def test_the_editor_is_asked_for_new_words_in_the_source(editor):
    image, other = SiteImage.objects.all()[:2]
    page, _translation = translated_page("Some words.", picture=image, picture_alt=SHOWN)
    address = f"/admin/images/{image.pk}/"
    file = SimpleUploadedFile("other.png", picture_files.photograph("PNG", (640, 400)))
    form = {"title": image.title, "collection": "1", "tags": "", "file": file}
    assert "Say anew, wherever it is used" in editor.post(address, form, follow=True).content.decode()
    form = {"title": page.title, "slug": page.slug, "summary": page.summary, "picture": other.pk, "picture_alt": SHOWN}
    form |= {"body-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    saved = editor.post(f"/admin/pages/{page.pk}/edit/", form, follow=True)
    assert f"Does it still show what is said of it: “{SHOWN}”?" in saved.content.decode()
    saved = editor.post(f"/admin/pages/{page.pk}/edit/", form | {"picture_alt": "The bridge"}, follow=True)
    assert "Does it still show" not in saved.content.decode()
