"""Pictures from an office: examined like all uploads, kept where nobody can fetch them, and accepted with words."""

import io

import pytest
from django.utils.translation import gettext, override
from PIL import Image
from wagtail.models import Locale

from amf_site.cldr.formats import format_file_size
from amf_site.media.models import SiteImage
from amf_site.settings.security import IMAGE_MAX_BYTES
from members.models import City, CityPage
from members.office.models import ProposedChange
from tests import picture_files
from tests.office.offices import browser_of, office_of, propose

pytestmark = pytest.mark.django_db

SAID = {"alt": "The tower at dusk", "credit": "City of Tehran, CC BY 4.0"}


@pytest.fixture
def office():
    return browser_of(office_of("Tehran"))


def send(office, content: bytes, name: str = "view.jpg", code: str = "en", **said: str):
    file = io.BytesIO(content)
    file.name = name
    return propose(office, "picture", code, **{**SAID, "rights": "on", **said}, picture=file)


def decide(editor, change: ProposedChange, decision: str = "accept"):
    return editor.post(f"/admin/proposals/{change.proposal_id}/", {"change": change.pk, "decision": decision})


def draft(code: str = "en") -> CityPage:
    page = CityPage.objects.get(city__name="Tehran", locale__language_code=code)
    return page.get_latest_revision_as_object()


def large() -> bytes:
    return picture_files.written(Image.new("L", (8000, 6250)), "PNG")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("view.heic", lambda: picture_files.photograph("HEIF")),
        ("view.jpg", picture_files.cmyk),
        ("view.png", picture_files.grey_of_16_bits),
        ("view.avif", lambda: picture_files.photograph("AVIF")),
        ("view.jpg", lambda: picture_files.photograph("JPEG", orientation=6)),
        ("of-50-megapixels.png", large),
        ("view.jpg", lambda: picture_files.photograph("JPEG") + b"<script>alert(1)</script>"),
    ],
)
def test_what_cameras_write_is_taken_without_its_position(office, editor, name, content):
    answer = send(office, content(), name)
    assert answer.status_code == 303, answer.content.decode()
    change = ProposedChange.objects.get()
    with change.file.open() as file:
        kept = file.read()
    assert picture_files.MARK.encode() not in kept
    assert b"<script" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
    assert decide(editor, change).status_code == 302
    image = draft().picture
    assert (image.credit, image.uploaded_by_user.username) == (SAID["credit"], "editor")
    assert draft().picture_alt == SAID["alt"]
    with image.file.open() as file, Image.open(file) as picture:
        assert picture.mode in ("RGB", "L")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("view.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("view.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("view.jpg", lambda: b"%PDF-1.7\n" + picture_files.photograph("JPEG")),
        ("view.png", lambda: picture_files.truncated("PNG")),
        ("view.gif", lambda: picture_files.moving("GIF")),
        ("view.jpg", lambda: b""),
        ("view.jpg", lambda: picture_files.photograph("JPEG") + b"\0" * (10 * 1024 * 1024)),
    ],
)
def test_anything_else_is_refused_in_words(office, name, content):
    answer = send(office, content(), name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert SAID["alt"] in answer.content.decode()
    assert not ProposedChange.objects.exists()


def test_the_rights_must_be_confirmed(office):
    answer = send(office, picture_files.photograph(), rights="")
    assert answer.status_code == 422
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("name", ["view.jpg", "../images/view.jpg", "<b>.jpg"])
def test_the_file_of_a_proposal_cannot_be_guessed(office, client, name):
    assert send(office, picture_files.photograph(), name).status_code == 303
    change = ProposedChange.objects.get()
    assert change.file.name.startswith("office/")
    for browser in (office, client):
        for path in (f"/media/{change.file.name}", f"/media/images/../{change.file.name}", "/media/office/view.jpg"):
            assert browser.get(path).status_code == 404
    stored, file = change.file.storage, change.file.name
    assert stored.exists(file)


def test_the_file_goes_with_the_proposal(office, django_capture_on_commit_callbacks):
    assert send(office, picture_files.photograph()).status_code == 303
    change = ProposedChange.objects.get()
    storage, name = change.file.storage, change.file.name
    with django_capture_on_commit_callbacks(execute=True):
        change.proposal.delete()
    assert not storage.exists(name)


def test_what_a_picture_shows_is_said_in_its_own_language(office, editor):
    """The page with the pictures is in English: words in another language are not put into it."""
    assert Locale.objects.filter(language_code="fa").exists()
    assert send(office, picture_files.photograph(), code="fa", alt="برج در غروب").status_code == 303
    change = ProposedChange.objects.get()
    assert change.language == "fa"
    assert "برج در غروب" in editor.get(f"/admin/proposals/{change.proposal_id}/").content.decode()
    assert decide(editor, change).status_code == 302
    assert draft().picture_alt == ""
    assert draft().picture.credit == SAID["credit"]


def test_a_picture_that_staff_have_put_there_since_stays(office, editor):
    assert send(office, picture_files.photograph()).status_code == 303
    change = ProposedChange.objects.get()
    newer = SiteImage.objects.exclude(pk=draft().picture_id).first()
    assert newer
    page = draft()
    page.picture = newer
    page.save_revision()
    before = SiteImage.objects.count()
    assert decide(editor, change).status_code == 200
    assert draft().picture == newer
    assert SiteImage.objects.count() == before
    assert decide(editor, change, "by_hand").status_code == 302
    assert draft().picture == newer
    assert City.objects.get(name="Tehran").proposals.get().state == "accepted"


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_words_about_files_are_those_of_the_readers_language(office, code):
    with override(code):
        size = {"size": format_file_size(IMAGE_MAX_BYTES, code)}
        hint = gettext("AVIF, HEIC, JPEG, PNG or WebP, at most %(size)s.") % size
        too_large = gettext("This picture is larger than %(size)s. Make it smaller and choose it again.") % size
        unknown = gettext(
            "The site cannot show a file of this kind. Save the picture as JPEG or PNG and upload the new file."
        )
    shown = office.get(f"/{code}/office/picture/").content.decode()
    assert hint in shown
    assert "Maximum filesize" not in shown
    large = picture_files.photograph() + b"\0" * (10 * 1024 * 1024)
    assert too_large in send(office, large, code=code).content.decode()
    for name in ("view.svg", "view.png"):
        assert unknown in send(office, b"<svg/>", name, code).content.decode()
