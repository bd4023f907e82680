"""Pages name their pictures and wait for none: a picture is drawn when somebody asks for it, once."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from PIL import Image

from amf_site.addresses import page_path
from amf_site.media.local_storage import UNFINISHED
from amf_site.media.models import SiteImage, SiteRendition
from amf_site.visibility.pages import listed_pages
from tests.reading import Reader, body_of

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"/media/images/[\w./-]+")


@pytest.fixture(autouse=True)
def _nothing_is_drawn() -> None:
    SiteRendition.objects.all().delete()
    if default_storage.exists("images"):
        for folder in default_storage.listdir("images")[0]:
            for name in default_storage.listdir(f"images/{folder}")[1]:
                default_storage.delete(f"images/{folder}/{name}")


def drawn() -> set[str]:
    """The files of renditions that there are."""
    folders = default_storage.listdir("images")[0] if default_storage.exists("images") else []
    return {f"images/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"images/{folder}")[1]}


def pages_of_each_type() -> dict[str, str]:
    """An address for each type of page that there is in English."""
    pages = listed_pages().filter(locale__language_code="en", depth__gt=1).select_related("content_type")
    return {page.content_type.model: page_path(page, "en") for page in pages}


def named(client: Client, address: str) -> set[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    return set(ADDRESS.findall(response.content.decode()))


@pytest.fixture
def drawings(monkeypatch) -> list[str]:
    """What is drawn from now on."""
    made: list[str] = []
    draw = SiteImage.generate_rendition_file

    def noted(self, filter, **options):
        made.append(f"{self.pk} {filter.spec}")
        return draw(self, filter, **options)

    monkeypatch.setattr(SiteImage, "generate_rendition_file", noted)
    return made


def test_no_page_draws_anything(client, drawings):
    pages = pages_of_each_type()
    assert len(pages) >= 9
    found = {kind: named(client, address) for kind, address in pages.items()}
    assert drawings == []
    assert drawn() == set()
    assert len(found["citypage"]) > 10
    assert all(len(pictures) > 1 for kind, pictures in found.items() if kind in ("homepage", "memberdirectorypage"))


def test_the_lists_of_the_admin_draw_nothing_either(editor, drawings):
    assert named(editor, "/admin/images/")
    assert drawings == []


def test_a_picture_is_drawn_for_the_first_who_asks_and_kept(client, drawings):
    page = Reader(client.get("/en/members/tabriz/").content.decode())
    pictures = [image for image in page.named("img") if "/media/images/" in image["src"]]
    assert pictures
    for image in pictures:
        response = client.get(image["src"])
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert "immutable" in response["Cache-Control"]
        with Image.open(io.BytesIO(body_of(response))) as opened:
            assert opened.size == (int(image["width"]), int(image["height"]))
    for image in pictures:
        assert body_of(client.get(image["src"]))
    assert len(drawings) == len({image["src"] for image in pictures}) == len(drawn())


def test_all_that_a_page_names_is_of_the_kind_that_it_says(client):
    for address in named(client, "/en/"):
        kind = {"webp": "WEBP", "avif": "AVIF", "jpg": "JPEG", "png": "PNG"}[address.rpartition(".")[2]]
        with Image.open(io.BytesIO(body_of(client.get(address)))) as opened:
            assert opened.format == kind
            opened.load()


def test_what_no_page_has_named_is_not_there(client, drawings):
    for address in named(client, "/en/"):
        for other in (address.replace("width-", "width-9"), address.replace("fill-", "fill-9"), f"{address}.webp"):
            assert other == address or client.get(other).status_code == 404
    assert drawings == []


def test_a_file_that_is_lost_is_drawn_again(client, drawings):
    address = sorted(named(client, "/en/"))[0]
    first = body_of(client.get(address))
    default_storage.delete(address.removeprefix("/media/"))
    assert body_of(client.get(address)) == first
    assert len(drawings) == 2


def test_a_picture_has_the_same_addresses_whenever_it_is_named(client):
    before = named(client, "/en/members/tabriz/")
    SiteRendition.objects.all().delete()
    cache.clear()
    assert named(client, "/en/members/tabriz/") == before


def test_all_can_be_drawn_beforehand_and_a_second_time_nothing_is(client, drawings):
    call_command("draw_pictures", stdout=io.StringIO())
    assert named(client, "/en/members/tabriz/") <= {f"/media/{name}" for name in drawn()}
    assert len(drawings) == len(drawn()) > 100
    drawings.clear()
    call_command("draw_pictures", stdout=io.StringIO())
    assert drawings == []


class Interrupted(File):
    """Content whose writer is ended in the middle."""

    def chunks(self, chunk_size=None):
        yield b"half of "
        raise KeyboardInterrupt


def test_half_a_file_is_no_file():
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("images/whole.webp", Interrupted(io.BytesIO(b"half of a picture"), "whole.webp"))
    assert not default_storage.exists("images/whole.webp")
    kept = default_storage.save("images/whole.webp", ContentFile(b"a picture"))
    assert kept == "images/whole.webp"
    other = default_storage.save("images/whole.webp", ContentFile(b"another"))
    assert other != kept
    with default_storage.open(kept) as file:
        assert file.read() == b"a picture"
    for name in default_storage.listdir(UNFINISHED)[1]:
        default_storage.delete(f"{UNFINISHED}/{name}")
    for name in (kept, other):
        default_storage.delete(name)
