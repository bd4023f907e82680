"""An uploaded PDF is examined where it can harm nobody; the editor is told what was found, or why it is refused."""

import hashlib
import io
import resource
import threading

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from amf_site.media import examination, pdf_examination
from amf_site.media.models import SiteDocument
from amf_site.media.pdf_examination import REFUSALS, examine_pdf
from tests import pdf_files
from tests.reading import body_of

pytestmark = pytest.mark.django_db

#: The memory of this process may grow by what an upload of a few megabytes needs, not by what it unpacks to.
GROWTH = 150 * 1024


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """A file that is not slow itself is not refused as slow by a machine that does much else."""
    monkeypatch.setattr(pdf_examination, "SECONDS", 120)


HOSTILE = {
    "script_when_opened": "script",
    "script_in_the_names": "script",
    "script_in_an_annotation": "script",
    "script_of_a_page": "script",
    "script_after_a_harmless_action": "script",
    "script_in_an_object_stream": "script",
    "script_in_a_stream": "script",
    "script_under_an_escaped_name": "script",
    "script_in_an_address": "elsewhere",
    "program_in_a_link": "program",
    "program_when_opened": "program",
    "form_that_sends": "form",
    "form_that_imports": "form",
    "dynamic_form": "xfa",
    "embedded_file": "files",
    "attachment_note": "files",
    "film": "media",
    "script_behind_a_small_fault": "script",
    "script_that_the_last_of_two_keys_shows": "script",
    "script_in_a_stream_of_another_length": "script",
    "other_file_on_a_network_drive": "elsewhere",
    "local_file_in_an_address": "elsewhere",
    "content_from_another_file": "elsewhere",
    "address_opened_by_itself": "opening",
    "locked_for_readers": "encrypted",
    "locked_for_editors": "encrypted",
    "web_page_and_pdf": "disguised",
    "cut_in_its_table": "broken",
    "noise": "broken",
    "table_that_points_at_itself": "broken",
    "no_pages": "empty",
    "no_catalog": "broken",
    "pages_that_are_something_else": "broken",
    "page_tree_in_a_loop": "broken",
    "page_that_is_its_own_kid": "broken",
    "deep_page_tree": "broken",
    "many_pages": "pages",
    "chain_of_references": "objects",
    "chain_of_dictionaries": "objects",
    "nested_arrays": "broken",
    "page_of_five_kilometres": "size",
    "picture_without_end": "picture",
    "drawing_that_unpacks": "memory",
    "description_that_unpacks": "memory",
    "nested_states": "memory",
    "drawing_that_draws_itself": "memory",
    "drawing_that_takes_for_ever": "slow",
}
HONEST = (
    "plain",
    "accessible",
    "with_links",
    "with_relative_link",
    "opened_at_a_page",
    "opened_by_going_to_a_page",
    "names_that_look_bad",
    "very_long",
    "picture_that_unpacks",
    "name_with_a_stray_sign",
)
#: Small faults that lose nothing: what is kept has none.
FAULTY = (
    "size_as_pdfunite_writes_it",
    "entry_without_a_place_as_quartz_writes_it",
    "table_that_does_not_name_itself",
    "key_given_twice",
    "stream_of_another_length",
    "stream_without_its_length",
    "space_before_the_table",
    "page_shown_twice",
)


def upload(editor, content: bytes, address="/admin/documents/add/", name="report.pdf", **more):
    form = {"title": "Trial", "collection": "1", "tags": "", "file": SimpleUploadedFile(name, content), **more}
    return editor.post(address, form)


def stored(**wanted) -> SiteDocument:
    return SiteDocument.objects.filter(title="Trial", **wanted).get()


def files_of(folder: str) -> set[str]:
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_with_its_reason(editor, monkeypatch, name):
    content = getattr(pdf_files, name)()
    if HOSTILE[name] == "slow":
        monkeypatch.setattr(pdf_examination, "SECONDS", 2)
    before = SiteDocument.objects.count(), files_of("documents"), files_of("document_covers")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response = upload(editor, content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < GROWTH
    assert response.status_code == 200
    assert str(REFUSALS[HOSTILE[name]]) in response.content.decode()
    assert (SiteDocument.objects.count(), files_of("documents"), files_of("document_covers")) == before


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_pdf_is_taken(name):
    found = examine_pdf(getattr(pdf_files, name)())
    assert found.refusal == ""
    assert found.pages > 0
    with Image.open(io.BytesIO(found.cover)) as cover:
        assert cover.format == "WEBP"
        assert cover.width <= 600
        assert cover.height <= 900
        assert 1 / 3.1 < cover.width / cover.height < 3.1


def faults_of(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 0
        list(pdf.objects)
        return [fault for fault in pdf.get_warnings() if not fault.endswith("repairing")]


@pytest.mark.parametrize("name", FAULTY)
def test_a_pdf_with_small_faults_is_taken_and_kept_without_them(editor, name):
    content = getattr(pdf_files, name)()
    assert faults_of(content)
    listing = upload(editor, content)
    assert listing.status_code == 302
    assert "It is kept without them." in editor.get(listing["Location"]).content.decode()
    with stored().open_file() as file:
        kept = file.read()
    assert faults_of(kept) == []
    assert stored().file_size == len(kept)
    assert stored().file_hash == hashlib.sha1(kept).hexdigest()
    served = body_of(editor.get(stored().url))
    assert served == kept


def test_a_pdf_without_faults_is_kept_to_the_byte(editor):
    content = pdf_files.accessible()
    upload(editor, content)
    with stored().open_file() as file:
        assert file.read() == content


@pytest.mark.parametrize("program", ["Word", "InDesign", "Mac"])
@pytest.mark.parametrize("name", ["noise", "script_when_opened", "embedded_file", "locked_for_editors"])
def test_a_refusal_says_what_to_do(name, program):
    assert program in examine_pdf(getattr(pdf_files, name)()).refusal


def test_an_upload_whose_words_were_not_right_at_first_is_examined_too(editor):
    """The file waits as it came."""
    form = {"title": "T" * 300, "collection": "1"}
    file = SimpleUploadedFile("report.pdf", pdf_files.size_as_pdfunite_writes_it())
    answer = editor.post("/admin/documents/multiple/add/", form | {"files[]": file}).json()
    address = f"/admin/documents/multiple/create_from_uploaded_document/{answer['uploaded_file_id']}/"
    prefix = f"uploaded-document-{answer['uploaded_file_id']}"
    form = {f"{prefix}-title": "Trial", f"{prefix}-collection": "1", f"{prefix}-tags": ""}
    assert editor.post(address, form).json()["success"]
    with stored(pages=1).open_file() as file:
        assert faults_of(file.read()) == []
    assert stored().cover


def test_what_is_found_in_an_accessible_pdf():
    content = pdf_files.accessible()
    found = examine_pdf(io.BytesIO(content))
    assert (found.pages, found.title, found.language) == (1, "Report", "fa")
    assert (found.tagged, found.size) == (True, len(content))


def test_titles_are_words():
    assert examine_pdf(pdf_files.plain(" Plan\n\0of  Asia ")).title == "Plan of Asia"


class TestWhatTheEditorIsTold:
    def test_after_an_upload_and_on_the_document_s_page(self, editor):
        listing = upload(editor, pdf_files.accessible())
        assert listing.status_code == 302
        words = ("1 page", "Title: Report", "Language: fa", "Tagged: can be read", "Size: 9 kB")
        document = stored(pages=1, pdf_title="Report", pdf_language="fa", pdf_tagged=True)
        for page in (editor.get(listing["Location"]), editor.get(f"/admin/documents/edit/{document.pk}/")):
            for sentence in words:
                assert sentence in page.content.decode()
        assert document.cover.url in page.content.decode()

    def test_what_an_ordinary_pdf_lacks(self, editor):
        upload(editor, pdf_files.plain())
        sentences = stored().findings_in_words()
        assert sentences[:2] == ["1 page", "It has no title."]
        assert "does not say its language" in sentences[2]
        assert "Not tagged" in sentences[3]
        with translation.override("fa"):
            assert stored().findings_in_words()[0] == "۱ صفحه"

    def test_in_the_upload_of_many(self, editor):
        address = "/admin/documents/multiple/add/"
        file = SimpleUploadedFile("report.pdf", pdf_files.accessible())
        answer = editor.post(address, {"title": "Trial", "collection": "1", "files[]": file}).json()
        assert answer["success"]
        assert "Tagged: can be read" in answer["form"]
        file = SimpleUploadedFile("report.pdf", pdf_files.script_when_opened())
        answer = editor.post(address, {"title": "Trial", "collection": "1", "files[]": file}).json()
        assert not answer["success"]
        assert str(REFUSALS["script"]) in answer["error_message"]

    def test_nothing_of_a_file_that_is_no_pdf(self, editor):
        upload(editor, b"a,b\n", name="table.csv")
        assert stored(pages=None, cover="").findings_in_words() == []
        assert "What the file holds" not in editor.get(f"/admin/documents/edit/{stored().pk}/").content.decode()

    def test_reasons_are_in_the_editor_s_language(self):
        with translation.override("fa"):
            assert "رمز" in examine_pdf(pdf_files.locked_for_readers()).refusal


class TestWhatIsKept:
    def test_readers_see_the_cover_and_may_keep_it(self, client, editor):
        upload(editor, pdf_files.accessible())
        editor.logout()
        response = client.get(stored().cover.url)
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert "immutable" in response["Cache-Control"]
        assert body_of(response).startswith(b"RIFF")

    @pytest.mark.parametrize("name", ["none.webp", "../documents/report.pdf", "..%2Fdocuments%2Freport.pdf", ""])
    def test_nothing_else_has_an_address_there(self, client, name):
        assert client.get(f"/media/document_covers/{name}").status_code == 404

    def test_a_change_of_words_examines_nothing(self, editor, monkeypatch):
        upload(editor, pdf_files.accessible())
        document = stored()
        monkeypatch.setattr("amf_site.media.models.examine_pdf", lambda content: pytest.fail("examined again"))
        editor.post(f"/admin/documents/edit/{document.pk}/", {"title": "Words", "collection": "1", "tags": ""})
        document.refresh_from_db()
        assert (document.title, document.pages) == ("Words", 1)

    def test_another_file_has_another_cover_and_the_old_one_goes(self, editor, django_capture_on_commit_callbacks):
        upload(editor, pdf_files.accessible())
        first = stored()
        address = f"/admin/documents/edit/{first.pk}/"
        with django_capture_on_commit_callbacks(execute=True):
            assert upload(editor, pdf_files.script_when_opened(), address).status_code == 200
        assert default_storage.exists(first.cover.name)
        with django_capture_on_commit_callbacks(execute=True):
            assert upload(editor, pdf_files.opened_at_a_page(), address).status_code == 302
        second = stored(pages=3, pdf_title="", pdf_tagged=False)
        assert not default_storage.exists(first.cover.name)
        assert default_storage.exists(second.cover.name)
        with django_capture_on_commit_callbacks(execute=True):
            upload(editor, b"a,b\n", address, name="table.csv")
        assert stored(pages=None, pdf_tagged=None, cover="")
        assert not default_storage.exists(second.cover.name)

    def test_the_cover_goes_with_the_document(self, editor, django_capture_on_commit_callbacks):
        upload(editor, pdf_files.accessible())
        cover = stored().cover.name
        with django_capture_on_commit_callbacks(execute=True):
            SiteDocument.objects.filter(title="Trial").delete()
        assert not default_storage.exists(cover)

    def test_a_document_made_by_a_program_is_not_examined(self, monkeypatch):
        monkeypatch.setattr("amf_site.media.models.examine_pdf", lambda content: pytest.fail("examined"))
        SiteDocument.objects.create(title="Trial", file=ContentFile(pdf_files.plain(), name="report.pdf"))
        assert stored(pages=None).findings_in_words() == []


class TestManyAtOnce:
    def test_who_waits_too_long_is_asked_to_try_again(self, monkeypatch):
        monkeypatch.setattr(examination, "PATIENCE", 0.1)
        monkeypatch.setattr(examination, "_places", threading.BoundedSemaphore(1))
        with examination._places:
            assert examine_pdf(pdf_files.plain()).refusal == REFUSALS["waiting"]
        assert examine_pdf(pdf_files.plain()).refusal == ""

    def test_the_site_answers_all_the_while(self, client, monkeypatch):
        """More files are examined than may be at once, each for as long as it may; readers do not wait for them."""
        monkeypatch.setattr(pdf_examination, "SECONDS", 1)
        file, refusals, answers = pdf_files.drawing_that_takes_for_ever(), [], 0

        def examine() -> None:
            refusals.append(examine_pdf(file).refusal)

        examiners = [threading.Thread(target=examine) for _ in range(examination.AT_A_TIME + 1)]
        for examiner in examiners:
            examiner.start()
        while any(examiner.is_alive() for examiner in examiners):
            for address in ("/-/live", "/en/"):
                assert client.get(address).status_code == 200
                answers += any(examiner.is_alive() for examiner in examiners)
        # All examiners together compute for three times as long as one may.
        assert answers > 2
        assert refusals == [REFUSALS["slow"]] * len(examiners)
