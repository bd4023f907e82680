"""Files that are broken, or made to break something: a clear answer, and nothing is written."""

import io
import zipfile
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import Translation

from amf_site.demo.builders import page_of
from amf_site.translation.exchange import po, upload, xliff, xml_tree
from amf_site.translation.exchange.document import ExchangeError
from amf_site.translation.exchange.outgoing import document_of
from amf_site.translation.models import Job
from amf_site.translation.segments.markup import MarksError, tokens_of
from tests.costs import counted

from .test_exchange import _files_of_their_own, look, words_in_persian  # noqa: F401

pytestmark = pytest.mark.django_db

HEAD = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="fa">'
    '<file id="t-00000000-0000-0000-0000-000000000000">'
)
TAIL = "</file></xliff>"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "'
    + "&a;" * 10
    + '"><!ENTITY c "'
    + "&b;" * 10
    + '">]>'
    + HEAD
    + "&c;"
    + TAIL
)
XXE = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}&a;{TAIL}'


def zip_of(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def refused(client, name: str, content: bytes) -> str:
    """The complaint of the upload's form."""
    answer = client.post(reverse("translation:import"), {"upload": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert not Job.objects.exists()
    return str(answer.context["form"].errors["upload"])


READ = {
    "a.po": [
        (b"", "no PO file"),
        (b"/etc/passwd", "line 1 cannot be read"),
        (b"hello world\n", "line 1 cannot be read"),
        (b'msgid "a"\nmsgstr "b"\nnonsense', "line 3 cannot be read"),
        (b'msgid ""\nmsgstr "Language: fa\\n"\n\nmsgid "a"\nmsgstr "b"\n', "X-Translation-ID"),
        (b'msgid ""\nmsgstr "X-Translation-ID: nonsense\\n"\n', "X-Translation-ID"),
        ('msgid "a"\nmsgstr "سلام"\n'.encode("cp1256"), "Line 2 is not in UTF-8"),
        ('msgid "a"\nmsgstr "سلام"\n'.encode("utf-16"), "UTF-8"),
        (b'msgid "a"\nmsgstr "b\x00"\n', "NUL"),
        (b'msgid "a"\nmsgstr ""\n\n' * 100_000, "more than 20000"),
    ],
    "a.xlf": [
        (b"", "line 1 cannot be read"),
        (b"\x00\x01\x02", "cannot be read"),
        (b"<a>\n<b></a>", "line 2 cannot be read"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "XML"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "not XLIFF 2"),
        (LAUGHS.encode(), "document type"),
        (XXE.encode(), "document type"),
        (f"{HEAD}{TAIL[:7]}<file id='x'/></xliff>".encode(), "2 files in one"),
        (HEAD.replace("t-0", "x-0").encode() + TAIL.encode(), "not ours"),
        (HEAD.encode() + b"<group>" * 1000 + b"</group>" * 1000 + TAIL.encode(), "too many"),
        (HEAD.encode() + b'<unit id="u"/>' * 60_000 + TAIL.encode(), "more than 20000"),
        (HEAD.encode() + b"<a/>" * 110_000 + TAIL.encode(), "too many"),
        (HEAD.encode() + TAIL.encode(), "not of this site"),
    ],
}


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [(name, content, complaint) for name, cases in READ.items() for content, complaint in cases],
    ids=lambda value: value[:40] if isinstance(value, str) else "file",
)
def test_a_bad_file_is_told(editor, monkeypatch, name, content, complaint, django_capture_on_commit_callbacks):
    monkeypatch.setattr(xml_tree, "MOST_NODES", 100_000)  # a tenth, for files of a tenth of the size
    if content:
        with counted() as cost:
            job = look(editor, django_capture_on_commit_callbacks, "files.zip", zip_of((name, content)))
        # Nothing is read twice, and nothing to its end that has too many parts.
        assert cost.calls <= 2_000_000
        [line] = job.report
        assert line["outcome"] == "failed"
        assert complaint in line["message"]
        assert "root:" not in line["message"]
    else:
        with pytest.raises(ExchangeError, match=complaint):
            {"a.po": po.read, "a.xlf": xliff.read}[name](content)


def test_a_zip_bomb_is_not_unpacked(editor):
    assert "larger than 10 MB" in refused(editor, "bomb.zip", zip_of(("a.po", b"\n" * 200 * upload.MEGABYTE)))
    many = zip_of(*((f"{n}.po", b"\n" * 9 * upload.MEGABYTE) for n in range(25)))
    assert "larger than 200 MB" in refused(editor, "bomb.zip", many)


def test_a_zip_whose_sizes_lie_is_not_believed(editor):
    content = bytearray(zip_of(("a.po", b"\n" * 30 * upload.MEGABYTE)))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert "cannot be unpacked" in refused(editor, "lie.zip", bytes(content))


@pytest.mark.parametrize("name", ["../../etc/x.po", "/etc/x.po", "C:\\x.po", "a/../../x.po", "..\\x.po", "a\nb.po"])
def test_dangerous_names_are_refused(editor, name):
    assert "dangerous name" in refused(editor, "slip.zip", zip_of((name, b"x")))


def test_limits_of_number_and_kind(editor):
    many = zip_of(*((f"{n}.po", b"") for n in range(2001)))
    assert "more than 2000 files" in refused(editor, "many.zip", many)
    assert "no PO or XLIFF" in refused(editor, "a.zip", zip_of(("README.txt", b"x"), ("b.zip", zip_of(("a.po", b"")))))
    assert "no PO or XLIFF" in refused(editor, "a.docx", b"x")
    assert "cannot be unpacked" in refused(editor, "a.zip", b"PK\x03\x04 and no more")
    encrypted = bytearray(zip_of(("a.po", b"x")))
    encrypted[6] |= 1
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    assert "cannot be unpacked" in refused(editor, "a.zip", bytes(encrypted))
    large = SimpleUploadedFile("a.po", b"\n" * (20 * upload.MEGABYTE + 1))
    answer = editor.post(reverse("translation:import"), {"upload": large})
    assert "larger than 20 MB" in str(answer.context["form"].errors)
    assert "required" in str(editor.post(reverse("translation:import"), {}).context["form"].errors)


def test_marks_that_are_not_ours_change_nothing(editor, django_capture_on_commit_callbacks):
    about = Translation.objects.get(
        source__object_id=page_of("about").translation_key, target_locale__language_code="fa"
    )
    text = xliff.write(document_of(about)).decode()
    before = words_in_persian()
    hostile = [
        '<pc id="9" dataRefStart="d99">x</pc>',
        '<ph id="9" dataRef="nowhere"/>',
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
        '<cp hex="0000"/>',
        '<cp hex="D800"/>',
        '<cp hex="zz"/>',
        "<pc>" * 30 + "</pc>" * 30,
        "y" * 150_000,
    ]
    for bad in hostile:
        start = text.index("<target")
        place = text.index(">", start) + 1
        job = look(editor, django_capture_on_commit_callbacks, "a.xlf", (text[:place] + bad + text[place:]).encode())
        counts = job.report[0]["counts"]
        assert counts.pop("same")
        assert sum(counts.values()) == 1
        assert set(counts) <= {"broken", "long"}, bad[:40]
    assert words_in_persian() == before


@pytest.mark.parametrize("words", ["<a " * 6_000, "<b" * 9_000, "</i" * 6_000, "<!" * 9_000])
def test_marks_without_an_end_are_refused_at_once(words):
    """The standard library's parser, which would be busy with them for minutes, is never asked."""
    with counted() as cost, pytest.raises(MarksError):
        tokens_of(words)
    assert cost.calls_of(HTMLParser.goahead) == 0
    assert cost.calls < 1000
