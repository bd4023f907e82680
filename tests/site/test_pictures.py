"""Pictures as they come from telephones, scanners and programs: what is kept of them, and what anybody can fetch."""

import io
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage, SiteRendition
from amf_site.media.picture_examination import REFUSALS, clean_picture
from amf_site.printing.making import make_pdf
from tests import picture_files
from tests.picture_files import MARK
from tests.reading import Reader, body_of

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/images/add/"
CHOOSER = "/admin/images/chooser/create/"
MANY = "/admin/images/multiple/add/"
#: The library, and the chooser in a page's editor.
LIBRARY = ("/admin/images/", "/admin/images/results/", "/admin/images/chooser/", "/admin/images/chooser/results/")
#: What a file may begin its notes with.
NOTES = (MARK.encode(), b"Exif\0\0", b"eXIf", b"EXIF", b"http://ns.adobe.com/xap", b"xpacket", b"8BIM", b"GPS", b"tEXt")


def upload(editor, content: bytes, name: str = "tower.jpg", address: str = UPLOAD, **more):
    file = SimpleUploadedFile(name, content)
    if address == MANY:
        return editor.post(address, {"title": "Trial", "collection": "1", "files[]": file} | more)
    prefix = "image-chooser-upload-" if address == CHOOSER else ""
    form = {"title": "Trial", "collection": "1", "tags": "", "file": file} | more
    return editor.post(address, {f"{prefix}{key}": value for key, value in form.items()})


def stored() -> SiteImage:
    return SiteImage.objects.get(title="Trial")


def files_of_the_library() -> int:
    folders = default_storage.listdir("pictures")[0]
    return sum(len(default_storage.listdir(f"pictures/{folder}")[1]) for folder in folders)


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
    return picture


def sizes_of(image: SiteImage, client, *addresses: str) -> dict[str, bytes]:
    """The files of the picture that these pages lead to."""
    pages = [client.get(address).content.decode() for address in addresses]
    urls = re.findall(rf"/media/images/{image.digest}/[\w./-]+", " ".join(pages))
    return {url: body_of(client.get(url)) for url in urls}


def unreachable(*args, **kwargs):
    raise RuntimeError("the store is away")


def put_on_pages(image: SiteImage, *names: str) -> None:
    for name in names or ("tabriz", "about"):
        page = page_of(name).specific
        page.picture, page.picture_alt = image, "A tower"
        page.save_revision().publish()


def assert_only_pixels(content: bytes) -> None:
    assert [note for note in NOTES if note in content] == []
    picture = opened(content)
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "photoshop", "Comment", "XML:com.adobe.xmp"} & picture.info.keys()


class TestNothingButPixels:
    @pytest.mark.parametrize("kind", picture_files.NOTE_FORMATS)
    def test_no_position_in_anything_that_anybody_can_fetch(self, editor, kind):
        assert MARK.encode() in picture_files.photograph(kind)
        assert upload(editor, picture_files.photograph(kind), f"IMG_2041.{kind.lower()}").status_code == 302
        image = stored()
        put_on_pages(image)
        places = ["/en/members/tabriz/", page_of("about").url, f"/admin/images/{image.pk}/"]
        places += [f"{place}?q=Trial" for place in LIBRARY]
        fetched = sizes_of(image, editor, *places)
        kinds = {opened(content).format for content in fetched.values()}
        assert kinds >= {"JPEG", "WEBP", "AVIF"}
        assert any("fill-1200x630" in url for url in fetched), "the picture that is shared"
        assert any("max-165x165" in url for url in fetched), "the admin's thumbnail"
        assert any("original" in url for url in fetched), "the admin's whole picture"
        for content in fetched.values():
            assert_only_pixels(content)
        with image.file.open() as file:
            assert_only_pixels(file.read())

    def test_none_in_the_pdf_of_a_profile(self, editor):
        upload(editor, picture_files.photograph())
        put_on_pages(stored())
        made = make_pdf(page_of("tabriz").specific)
        assert made.problem == ""
        with made.file.open() as file:
            content = file.read()
        assert b"/DCTDecode" in content
        assert MARK.encode() not in content
        assert b"Exif\0\0" not in content

    def test_the_original_has_no_address(self, editor, client):
        upload(editor, picture_files.photograph())
        assert client.get(f"/media/{stored().file.name}").status_code == 404

    @pytest.mark.parametrize("address", [CHOOSER, MANY])
    def test_whatever_way_it_comes(self, editor, address):
        assert upload(editor, picture_files.photograph(), address=address).status_code == 200
        with stored().file.open() as file:
            assert_only_pixels(file.read())

    def test_a_replaced_file(self, editor):
        upload(editor, picture_files.photograph("PNG"))
        first = stored()
        assert upload(editor, picture_files.photograph(), address=f"/admin/images/{first.pk}/").status_code == 302
        assert stored().file.name.endswith(".jpg")
        assert not default_storage.exists(first.file.name)
        with stored().file.open() as file:
            assert_only_pixels(file.read())

    def test_another_file_of_the_same_name_has_other_addresses(self, editor):
        upload(editor, picture_files.photograph())
        first = stored().get_rendition("width-100").url
        upload(editor, picture_files.photograph(size=(900, 600)), address=f"/admin/images/{stored().pk}/")
        assert stored().get_rendition("width-100").url != first

    def test_an_upload_whose_words_were_not_right_at_first(self, editor):
        """The file waits as it came; it is examined when it becomes a picture."""
        answer = upload(editor, picture_files.photograph(orientation=6), address=MANY, title="T" * 300).json()
        address = f"/admin/images/multiple/create_from_uploaded_image/{answer['uploaded_file_id']}/"
        prefix = f"uploaded-image-{answer['uploaded_file_id']}"
        form = {f"{prefix}-title": "Trial", f"{prefix}-collection": "1", f"{prefix}-tags": ""}
        assert editor.post(address, form).json()["success"]
        image = stored()
        assert (image.width, image.height) == (1280, 1920)
        with image.file.open() as file:
            assert_only_pixels(file.read())

    def test_a_picture_made_by_a_program(self):
        image = SiteImage(title="Trial", file=ContentFile(picture_files.photograph(orientation=6), name="tower.jpg"))
        image.save()
        with stored().file.open() as file:
            assert_only_pixels(file.read())
        assert (stored().width, stored().height) == (1280, 1920)
        assert stored().file_hash


@pytest.fixture
def old_picture(editor) -> SiteImage:
    """A picture as an older version of the site has left it: the file as it came, and sizes made of it."""
    upload(editor, picture_files.photograph(size=(900, 600)))
    image = stored()
    SiteImage.objects.filter(pk=image.pk).update(
        file=default_storage.save("original_images/IMG_2041.jpg", ContentFile(picture_files.photograph(orientation=6)))
    )
    image.refresh_from_db()
    for spec in ("width-100|format-jpeg", "width-100|format-webp"):
        kind = spec.rpartition("-")[2]
        name = default_storage.save(
            f"images/IMG_2041.{spec.replace('|', '.')}", ContentFile(picture_files.photograph(kind))
        )
        SiteRendition.objects.create(image=image, filter_spec=spec, file=name, width=100, height=67)
    return image


class TestPicturesOfAnOlderVersion:
    def clean(self) -> str:
        said = io.StringIO()
        call_command("clean_pictures", stdout=said, stderr=said)
        return said.getvalue()

    def test_they_are_cleaned_with_all_their_sizes(self, old_picture, client, django_capture_on_commit_callbacks):
        before = [rendition.file.name for rendition in old_picture.renditions.all()]
        with django_capture_on_commit_callbacks(execute=True):
            assert "1 pictures" in self.clean()
        image = SiteImage.objects.get(pk=old_picture.pk)
        assert (image.width, image.height) == (1280, 1920)
        for name in (old_picture.file.name, *before):
            assert not default_storage.exists(name)
        assert image.renditions.count() == len(before)
        for rendition in image.renditions.all():
            assert rendition.file.name not in before, "others may keep what stands at the old address"
            assert_only_pixels(body_of(client.get(rendition.url)))
        with image.file.open() as file:
            assert_only_pixels(file.read())

    def test_a_second_time_costs_nothing(self, old_picture, django_assert_num_queries, monkeypatch):
        self.clean()
        monkeypatch.setattr(
            "amf_site.media.management.commands.clean_pictures.clean_picture", lambda *a: pytest.fail("examined again")
        )
        with django_assert_num_queries(2):
            assert self.clean() == ""

    def test_what_held_only_pixels_keeps_its_sizes(self, old_picture):
        plain = picture_files.written(picture_files.drawn(), "PNG")
        name = default_storage.save("original_images/plain.png", ContentFile(plain))
        SiteImage.objects.filter(pk=old_picture.pk).update(file=name)
        before = set(old_picture.renditions.values_list("file", flat=True))
        self.clean()
        assert set(old_picture.renditions.values_list("file", flat=True)) == before

    def test_sizes_without_their_picture_are_cleaned_themselves(self, old_picture, client):
        default_storage.delete(old_picture.file.name)
        assert old_picture.file.name in self.clean()
        assert old_picture.renditions.count() == 2
        for rendition in old_picture.renditions.all():
            assert_only_pixels(body_of(client.get(rendition.url)))
        names = set(old_picture.renditions.values_list("file", flat=True))
        self.clean()
        assert set(old_picture.renditions.values_list("file", flat=True)) == names

    def test_a_store_that_is_away_stops_nothing(self, old_picture, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(type(default_storage._wrapped), "_open", unreachable)
            assert "the store is away" in self.clean()
        assert old_picture.renditions.count() == 2
        self.clean()
        assert SiteImage.objects.get(pk=old_picture.pk).is_clean

    def test_until_then_nothing_is_made_of_them_but_of_their_pixels(self, old_picture, editor):
        old_picture.renditions.all().delete()
        for spec in ("width-100|format-jpeg", "original"):
            with old_picture.get_rendition(spec).open_file() as file:
                assert_only_pixels(file.read())
        shown = editor.get(f"/admin/images/{old_picture.pk}/preview/original/")
        assert_only_pixels(body_of(shown))


BROKEN = [
    ("tower.jpg", picture_files.truncated("JPEG")),
    ("tower.png", picture_files.truncated("PNG")),
    ("tower.webp", picture_files.truncated("WEBP")),
    ("tower.avif", picture_files.truncated("AVIF")),
    ("tower.heic", picture_files.truncated("HEIF")),
    ("tower.png", picture_files.written(picture_files.drawn(), "PNG")[:60]),
    ("tower.jpg", b"\xff\xd8\xff\xe0 half of a beginning"),
]
OTHER_KINDS = [
    ("tower.gif", picture_files.written(picture_files.drawn(), "GIF")),
    ("tower.jpg", picture_files.written(picture_files.drawn(), "TIFF")),
    ("tower.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("tower.webp", b"%PDF-1.7 and more"),
]
TOO_LARGE = [
    ("huge.png", picture_files.written(Image.new("L", (9000, 8000)), "PNG")),
    ("huge.webp", picture_files.written(Image.new("L", (9000, 8000)), "WEBP")),
]
#: Larger than what is kept: a telephone's, one that is decoded at half its size, one longer than WebP can be.
REDUCED = {"phone.jpg": (8064, 6048), "camera.jpg": (12_000, 9001), "panorama.png": (20_000, 200)}
REPAIRED = {
    "rubbish in a raw profile": ("tower.png", picture_files.with_rubbish_in_its_notes()),
    "rubbish as Exif in JPEG": ("tower.jpg", picture_files.with_rubbish_exif("JPEG")),
    "rubbish as Exif in PNG": ("tower.png", picture_files.with_rubbish_exif("PNG")),
    "rubbish as Exif in WebP": ("tower.webp", picture_files.with_rubbish_exif("WEBP")),
    "a profile that is none in PNG": ("tower.png", picture_files.with_broken_profile("PNG")),
    "a profile that is none in JPEG": ("tower.jpg", picture_files.with_broken_profile("JPEG")),
    "grey of 16 bits": ("tower.png", picture_files.grey_of_16_bits()),
    "black and white": ("tower.png", picture_files.written(picture_files.drawn(mode="1"), "PNG")),
    "a palette": ("tower.png", picture_files.written(picture_files.drawn(mode="P"), "PNG", transparency=3)),
    "grey that shows through": ("tower.png", picture_files.written(picture_files.drawn(mode="LA"), "PNG")),
    "printers' colours": ("tower.jpg", picture_files.cmyk()),
    "one dot": ("dot.webp", picture_files.written(picture_files.drawn((1, 1)), "WEBP")),
    "a line": ("line.png", picture_files.written(picture_files.drawn((3, 9000)), "PNG")),
}


class TestWhatCannotBeShown:
    @pytest.mark.parametrize("address", [UPLOAD, CHOOSER, MANY])
    @pytest.mark.parametrize(("name", "content"), BROKEN)
    def test_a_broken_file_is_refused_in_words_and_what_was_typed_stays(self, editor, name, content, address):
        before = SiteImage.objects.count(), files_of_the_library()
        response = upload(editor, content, name, address, title="The tower of Tabriz")
        assert response.status_code == 200
        said = response.json()["error_message"] if address == MANY else response.content.decode()
        assert str(REFUSALS["broken"]) in said
        if address != MANY:
            assert "The tower of Tabriz" in said
        assert (SiteImage.objects.count(), files_of_the_library()) == before

    @pytest.mark.parametrize(("name", "content"), OTHER_KINDS)
    def test_a_file_of_another_kind(self, editor, name, content):
        assert str(REFUSALS["unknown"]) in upload(editor, content, name).content.decode()

    @pytest.mark.parametrize(("name", "content"), TOO_LARGE)
    def test_a_picture_too_large(self, editor, name, content):
        assert str(REFUSALS["pixels"]) in upload(editor, content, name).content.decode()

    @pytest.mark.parametrize("name", REDUCED)
    def test_a_picture_larger_than_any_reader_needs_is_kept_smaller(self, editor, name):
        width, height = REDUCED[name]
        kind = "PNG" if name.endswith("png") else "JPEG"
        assert upload(editor, picture_files.written(Image.new("L", (width, height)), kind), name).status_code == 302
        assert stored().width * stored().height <= settings.IMAGE_MAX_PIXELS
        assert 4_000 <= stored().width <= 16_383
        assert stored().width / stored().height == pytest.approx(width / height, rel=0.01)

    def test_a_replacement_is_refused_and_the_picture_stays(self, editor):
        upload(editor, picture_files.photograph())
        before = stored()
        response = upload(editor, picture_files.truncated("PNG"), "tower.png", f"/admin/images/{before.pk}/")
        assert str(REFUSALS["broken"]) in response.content.decode()
        assert stored().file.name == before.file.name
        assert default_storage.exists(before.file.name)

    @pytest.mark.parametrize("name", REPAIRED)
    def test_what_can_be_repaired_is_shown_everywhere(self, editor, client, name):
        assert upload(editor, REPAIRED[name][1], REPAIRED[name][0]).status_code == 302
        image = stored()
        with image.file.open() as file:
            assert opened(file.read()).mode in ("RGB", "RGBA")
        put_on_pages(image, "tabriz")
        places = ["/en/members/tabriz/", f"/admin/images/{image.pk}/", *(f"{place}?q=Trial" for place in LIBRARY)]
        sizes = sizes_of(image, editor, *places)
        assert len(sizes) >= 9
        for url, content in sizes.items():
            assert opened(content).mode in ("RGB", "RGBA"), url

    def test_the_tones_of_grey_stay(self, editor):
        upload(editor, picture_files.grey_of_16_bits(), "tower.png")
        for kind in ("jpeg", "webp", "avif"):
            with stored().get_rendition(f"original|format-{kind}").open_file() as file:
                shown = opened(file.read()).convert("L")
            for column in (40, 240, 440):
                assert abs(shown.getpixel((column, 100)) - column * 255 // 479) < 8

    def test_printers_colours_become_those_of_the_web(self, editor):
        upload(editor, picture_files.cmyk(), "tower.jpg")
        with stored().get_rendition("fill-1200x630|format-jpeg|jpegquality-76").open_file() as file:
            shown = opened(file.read())
        assert shown.mode == "RGB"
        red, green, blue = shown.getpixel((100, 10))
        assert red > 150
        assert max(green, blue) < 90

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    @pytest.mark.parametrize("orientation", [3, 6, 8])
    def test_a_photograph_stands_upright(self, kind, orientation):
        made = clean_picture(picture_files.photograph(kind, (300, 200), orientation), "tower")
        picture = opened(made.read()).convert("RGB")
        assert picture.size == ((300, 200) if orientation == 3 else (200, 300))
        width, height = picture.size
        red_at = {3: (width // 2, height - 5), 6: (width - 5, height // 2), 8: (5, height // 2)}[orientation]
        assert picture.getpixel(red_at)[0] > 150


def break_original(image: SiteImage, how: str) -> None:
    """What may befall a file in the store."""
    path = default_storage.path(image.file.name)
    match how:
        case "missing":
            os.unlink(path)
        case "empty":
            Path(path).write_bytes(b"")
        case "truncated":
            Path(path).write_bytes(Path(path).read_bytes()[:300])
        case "something else":
            Path(path).write_bytes(b"<html>the store is down for maintenance</html>")
        case "stored as it came":
            name = default_storage.save("original_images/tower.png", ContentFile(picture_files.truncated("PNG")))
            SiteImage.objects.filter(pk=image.pk).update(file=name)


DAMAGE = ["missing", "empty", "truncated", "something else", "stored as it came"]


class TestAPictureThatCannotBeRead:
    @pytest.fixture
    def damaged(self, editor, request) -> SiteImage:
        upload(editor, picture_files.photograph(size=(640, 400)))
        image = stored()
        put_on_pages(image)
        break_original(image, getattr(request, "param", "truncated"))
        return stored()

    @pytest.mark.parametrize("damaged", DAMAGE, indirect=True)
    def test_every_place_of_the_admin_opens_and_says_what_is_wrong(self, editor, damaged):
        for place in LIBRARY:
            for query in ("?q=Trial", "?q=Trial&layout=list"):
                response = editor.get(f"{place}{query}")
                assert response.status_code == 200
                assert "Trial" in response.content.decode()
        edit = editor.get(f"/admin/images/{damaged.pk}/")
        said = edit.content.decode()
        assert edit.status_code == 200
        assert any(words in said for words in ("is missing", str(REFUSALS["broken"]), str(REFUSALS["unknown"])))
        assert f"/admin/images/{damaged.pk}/delete/" in said
        for address in (
            f"/admin/pages/{page_of('about').pk}/edit/",
            f"/admin/images/chooser/chosen/{damaged.pk}/",
            f"/admin/images/usage/{damaged.pk}/",
            f"/admin/images/{damaged.pk}/delete/",
            f"/admin/bulk/media/siteimage/delete/?id={damaged.pk}",
            "/admin/api/main/images/",
        ):
            assert editor.get(address).status_code == 200, address
        assert editor.get(f"/admin/images/{damaged.pk}/preview/max-100x100/").status_code == 404

    @pytest.mark.parametrize("damaged", DAMAGE, indirect=True)
    def test_readers_see_a_placeholder_and_share_the_forum_s_picture(self, client, damaged):
        for address in ("/en/members/tabriz/", page_of("about").url):
            cache.clear()
            named = re.findall(rf"/media/images/[\w]+/{damaged.pk}-[\w.-]+", client.get(address).content.decode())
            assert named
            for picture in named:
                answer = client.get(picture)
                assert answer.status_code in (302, 404), "the first says that it cannot be read, so nobody names others"
                assert answer.status_code == 404 or "no-picture" in answer["Location"]
            page = Reader(client.get(address).content.decode())
            assert any("no-picture" in image.get("src", "") for image in page.named("img"))
            assert all("no-picture" not in source.get("srcset", "") for source in page.named("source"))
            assert "img/share" in page.named("meta", property="og:image")[0]["content"]

    def test_a_profile_s_pdf_goes_without_it(self, damaged):
        made = make_pdf(page_of("tabriz").specific)
        assert made.problem == ""
        with made.file.open() as file:
            assert b"/DCTDecode" not in file.read()

    @pytest.mark.parametrize("damaged", ["missing", "truncated"], indirect=True)
    def test_it_can_be_replaced_and_is_shown_at_once(self, editor, damaged):
        editor.get(f"/admin/images/{damaged.pk}/")
        answer = upload(editor, picture_files.photograph(size=(640, 400)), address=f"/admin/images/{damaged.pk}/")
        assert answer.status_code == 302
        assert "no-picture" not in editor.get("/en/members/tabriz/").content.decode()

    @pytest.mark.parametrize("damaged", ["missing", "truncated"], indirect=True)
    def test_it_can_be_deleted(self, editor, damaged):
        assert editor.post(f"/admin/images/{damaged.pk}/delete/").status_code == 302
        assert not SiteImage.objects.filter(pk=damaged.pk).exists()
        assert editor.get("/en/members/tabriz/").status_code == 200

    def test_its_words_can_be_changed(self, editor, damaged):
        form = {"title": "Trial", "credit": "Somebody", "collection": "1", "tags": ""}
        assert editor.post(f"/admin/images/{damaged.pk}/", form).status_code == 302
        assert stored().credit == "Somebody"

    def test_a_store_that_fails(self, editor, monkeypatch):
        upload(editor, picture_files.photograph(size=(640, 400)))
        put_on_pages(stored(), "tabriz")

        with monkeypatch.context() as patch:
            patch.setattr(type(default_storage._wrapped), "_open", unreachable)
            for place in (f"{LIBRARY[0]}?q=Trial", "/en/members/tabriz/"):
                assert editor.get(place).status_code == 200
            said = editor.get(f"/admin/images/{stored().pk}/").content.decode()
            assert "cannot be fetched at the moment" in said
        cache.clear()
        assert "no-picture" not in editor.get("/en/members/tabriz/").content.decode()
