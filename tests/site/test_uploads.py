"""What an editor may upload, through the forms of the admin."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from amf_site.media.models import SiteDocument, SiteImage
from tests import pdf_files

pytestmark = pytest.mark.django_db


SHEET = ("[Content_Types].xml", "xl/workbook.xml")


def package(*members: str, unpacked: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(member, "<x/>")
        if unpacked:
            archive.writestr("xl/sharedStrings.xml", bytes(unpacked))
    return file.getvalue()


def picture(width=64, height=40, kind="PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#0f7f86").save(file, kind)
    return file.getvalue()


def upload_document(editor, name, content):
    collection = "1"
    return editor.post(
        "/admin/documents/add/",
        {"title": "Trial", "collection": collection, "tags": ""}
        | {"file": SimpleUploadedFile(name, content), "title": "Trial"},
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", pdf_files.plain()),
        ("letter.docx", package("[Content_Types].xml", "word/document.xml")),
        ("table.xlsx", package(*SHEET)),
        ("photographs.xlsx", package(*SHEET, "xl/media/a..b.png", unpacked=20_000_000)),
        ("cities.csv", "name,city\nتبریز,Tabriz\n".encode()),
    ],
)
def test_an_honest_document_is_taken(editor, name, content):
    before = SiteDocument.objects.count()
    response = upload_document(editor, name, content)
    assert response.status_code == 302, response.content.decode()[-2000:]
    assert SiteDocument.objects.count() == before + 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"<html><script>alert(1)</script></html>", "not a PDF file"),
        ("plan.pdf", b"%PDF-1.7\n half of it", "not complete"),
        ("plan.pdf", b"", "empty"),
        ("letter.docx", b"MZ program", "not a .docx file"),
        ("letter.docx", package("word/document.xml", "word/vbaProject.bin"), "macros"),
        ("table.xlsx", package("word/document.xml"), "not a .xlsx file"),
        ("table.xlsx", package(*SHEET, "../../table.exe"), "not a .xlsx file"),
        ("table.xlsx", package(*SHEET, "xl\\..\\..\\table.exe"), "not a .xlsx file"),
        ("table.xlsx", package(*SHEET, "/etc/table"), "not a .xlsx file"),
        ("table.xlsx", package(*SHEET, "C:/table"), "not a .xlsx file"),
        ("table.xlsx", package(*SHEET, unpacked=60_000_000), "not a .xlsx file"),
        ("cities.csv", b"\xef\xbb\xbf", "empty"),
        ("cities.csv", b" \r\n\t\n", "empty"),
        ("cities.csv", b"\xff\xfe\x00bad", "not in UTF-8"),
        ("cities.csv", b"a\0b", "not a text file"),
        ("page.html", b"<html></html>", "not allowed"),
        ("picture.svg", b"<svg/>", "not allowed"),
    ],
)
def test_a_dishonest_document_is_refused_in_words_and_not_kept(editor, name, content, words):
    before = SiteDocument.objects.count()
    response = upload_document(editor, name, content)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert SiteDocument.objects.count() == before


def upload_image(editor, name, content):
    return editor.post(
        "/admin/images/add/",
        {"title": "Trial", "collection": "1", "tags": "", "file": SimpleUploadedFile(name, content)},
    )


def test_an_honest_picture_is_taken(editor):
    before = SiteImage.objects.count()
    assert upload_image(editor, "tower.png", picture()).status_code == 302
    assert SiteImage.objects.count() == before + 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tower.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("tower.png", b"<html></html>"),
        ("tower.gif", picture(kind="GIF")),
        ("huge.png", picture(9000, 8000)),
    ],
)
def test_a_dishonest_or_huge_picture_is_refused(editor, name, content):
    before = SiteImage.objects.count()
    response = upload_image(editor, name, content)
    assert response.status_code == 200
    assert "error" in response.content.decode()
    assert SiteImage.objects.count() == before
