"""What a picture is decides its content, not its name; and what its editor is told of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.rect import Rect

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from pages.seo import SHARE_FILTER
from tests import picture_files

from .test_pictures import CHOOSER, MANY, UPLOAD, opened, stored, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "kind", "kept_as"),
    [
        ("tower.jfif", "JPEG", "tower.jpg"),
        ("tower.jpg", "WEBP", "tower.webp"),
        ("tower.jpg", "PNG", "tower.png"),
        ("tower.JPG", "AVIF", "tower.avif"),
        ("IMG_2041.HEIC", "HEIF", "IMG_2041.jpg"),
        ("tower.jpg", "HEIF", "tower.jpg"),
        ("tower.png", "JPEG", "tower.jpg"),
        ("tower", "PNG", "tower.png"),
        ("Dr. Ahmad at the tower", "JPEG", "Dr._Ahmad_at_the_tower.jpg"),
        ("برج میلاد.jpeg", "JPEG", ".jpg"),
        ("tower.tar.webp.jpg", "WEBP", "tower.tar.webp.webp"),
    ],
)
@pytest.mark.parametrize("address", [UPLOAD, CHOOSER, MANY])
def test_a_file_is_taken_under_the_name_that_fits_it(editor, name, kind, kept_as, address):
    assert upload(editor, picture_files.written(picture_files.drawn(), kind), name, address).status_code in (200, 302)
    # The store adds some letters to a name that is taken.
    assert re.sub(r"_\w{7}(?=\.)", "", stored().file.name, count=1).endswith(kept_as)
    with stored().file.open() as file:
        assert opened(file.read()).format == {"HEIF": "JPEG"}.get(kind, kind)


def test_forms_offer_the_files_that_are_taken(editor):
    for address in (UPLOAD, MANY):
        page = editor.get(address).content.decode()
        assert "image/heic" in page
        assert "image/avif" in page
        assert "AVIF, HEIC, JPEG, PNG, WEBP" in page
    assert "|heic|heif|jfif|" in editor.get(MANY).content.decode()


def test_a_photograph_of_a_telephone_in_heic(editor):
    content = picture_files.photograph("HEIF", (640, 480), orientation=6)
    assert upload(editor, content, "IMG_2041.HEIC").status_code == 302
    assert (stored().width, stored().height) == (480, 640)


@pytest.mark.parametrize("kind", ["PNG", "AVIF", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept_and_the_editor_told(editor, kind):
    content = picture_files.moving(kind)
    answer = editor.post(UPLOAD, upload_form(content), follow=True).content.decode()
    assert "Only the first picture" in answer
    with stored().file.open() as file:
        kept = opened(file.read())
    assert not getattr(kept, "is_animated", False)
    assert kept.convert("RGB").getpixel((10, 10))[0] > 150, "red is above in the first one"


def upload_form(content: bytes, name: str = "tower.png") -> dict:
    return {"title": "Trial", "collection": "1", "tags": "", "file": SimpleUploadedFile(name, content)}


class TestWhatTheEditorIsTold:
    SMALL = "The picture is 480 pixels wide. At the top of a page it needs at least 1,600."

    def test_of_a_small_picture(self, editor):
        content = picture_files.written(picture_files.drawn(), "PNG")
        assert self.SMALL in editor.post(UPLOAD, upload_form(content), follow=True).content.decode()
        replaced = editor.post(f"/admin/images/{stored().pk}/", upload_form(content), follow=True)
        assert self.SMALL in replaced.content.decode()

    def test_in_the_upload_of_many(self, editor):
        assert (
            self.SMALL
            in upload(editor, picture_files.written(picture_files.drawn(), "PNG"), address=MANY).json()["form"]
        )

    def test_when_a_page_takes_it(self, editor):
        upload(editor, picture_files.written(picture_files.drawn(), "PNG"), address=CHOOSER)
        page = page_of("about").specific
        form = {"title": page.title, "slug": page.slug, "summary": page.summary, "picture": stored().pk}
        form |= {"picture_alt": "A tower", "body-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        saved = editor.post(f"/admin/pages/{page.pk}/edit/", form, follow=True)
        assert self.SMALL in saved.content.decode()

    def test_nothing_of_a_large_one(self, editor):
        answer = editor.post(UPLOAD, upload_form(picture_files.photograph()), follow=True).content.decode()
        assert "pixels wide" not in answer
        assert "Mark what must not be cut off" in answer

    def test_no_words_are_made_of_a_file_s_name(self, editor):
        chosen = upload(editor, picture_files.photograph(), "IMG_2041.jpg", CHOOSER, title="IMG_2041").json()
        assert chosen["result"]["default_alt_text"] == ""
        image = SiteImage.objects.get(title="IMG_2041")
        image.description = "A tower"
        image.save()
        again = editor.get(f"/admin/images/chooser/chosen/{image.pk}/").json()
        assert again["result"]["default_alt_text"] == "A tower"


class TestWhatIsCutOff:
    """A tall picture, red above, blue below, in the wide shapes of cards and of what is shared."""

    SHAPES = ("fill-480x300|format-webp", SHARE_FILTER)

    def colours(self, image: SiteImage, shape: str) -> tuple[bool, bool]:
        with image.get_rendition(shape).open_file() as file:
            shown = opened(file.read()).convert("RGB")
        above, below = shown.getpixel((10, 5)), shown.getpixel((10, shown.height - 6))
        return above[0] > 150, below[0] > 150

    @pytest.mark.parametrize("shape", SHAPES)
    def test_a_tower_keeps_its_head(self, shape):
        tall = Image.new("RGB", (800, 2000), "#2040c0")
        tall.paste("#c02020", (0, 0, 800, 60))
        image = SiteImage(title="Trial", file=SimpleUploadedFile("tower.png", picture_files.written(tall, "PNG")))
        image.save()
        assert self.colours(image, shape)[0]
        assert not image.has_focal_point()

    @pytest.mark.parametrize("shape", SHAPES)
    def test_what_the_editor_marks_is_kept(self, editor, shape):
        upload(editor, picture_files.written(picture_files.drawn((800, 2000)), "PNG"))
        form = {"title": "Trial", "collection": "1", "tags": ""}
        focus = {"focal_point_x": 400, "focal_point_y": 1900, "focal_point_width": 100, "focal_point_height": 100}
        before = stored().get_rendition(shape).url
        assert editor.post(f"/admin/images/{stored().pk}/", form | focus).status_code == 302
        assert stored().get_focal_point() == Rect.from_point(400, 1900, 100, 100)
        assert self.colours(stored(), shape) == (False, False)
        assert stored().get_rendition(shape).url != before
