"""Which file a language has: the uploaded one while it says what the page says, else the one that the site makes."""

import hashlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from amf_site.media.models import SiteDocument
from amf_site.printing import making
from amf_site.printing.models import PagePdf
from amf_site.printing.typesetting import TypesettingError
from members.models import CityPage
from strategy.models import PlanFile
from tests.reading import body_of

from .plans import present_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pdfs_come_back")]


def row_of(code: str) -> PagePdf:
    return PagePdf.objects.get(page=present_page(code))


def fingerprints() -> dict[str, str]:
    return {pdf.page.locale.language_code: pdf.sha256 for pdf in PagePdf.objects.all()}


def downloaded(client, code: str) -> bytes:
    return body_of(client.get(f"/{code}/who-we-are/strategic-plan/download/"))


def publish(page, **values) -> None:
    for field, value in values.items():
        setattr(page, field, value)
    page.save_revision().publish()


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """What the worker does after a change: a context."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def upload(code: str) -> PlanFile:
    pdf, made = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(made)
    document = SiteDocument(title="Designed plan", file=ContentFile(made.getvalue(), name=f"designed-{code}.pdf"))
    document.full_clean(exclude=["uploaded_by_user", "collection"])
    document.file_size = len(made.getvalue())
    document._set_file_hash()
    document.save()
    return PlanFile.objects.create(edition=present_page().edition, language=code, document=document)


def test_every_language_has_a_file_made_of_its_page():
    for code in ("en", "fa"):
        row = row_of(code)
        content = Path(row.file.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row.sha256
        assert (row.size, row.problem) == (len(content), "")
        with pikepdf.open(BytesIO(content)) as pdf:
            assert pdf.Root.Lang == code
            assert len(pdf.pages) == row.pages


def test_one_word_on_publish_changes_exactly_that_languages_file(worker, client):
    before, old = fingerprints(), row_of("fa").file.name
    with worker():
        publish(present_page("fa"), vision="<p>شهرهای آسیا کنار هم.</p>")
    after = fingerprints()
    assert after["en"] == before["en"]
    assert after["fa"] != before["fa"]
    assert hashlib.sha256(downloaded(client, "fa")).hexdigest() == after["fa"]
    assert not row_of("fa").file.storage.exists(old)


def test_publishing_the_same_words_makes_no_new_file(worker, monkeypatch):
    monkeypatch.setattr(making, "typeset_readably", lambda *args: pytest.fail("set again"))
    with worker():
        publish(present_page())


def test_nothing_is_made_in_the_request(client, editor, monkeypatch):
    """The task stands in the queue when the editor has her answer."""
    monkeypatch.setattr(making, "typeset_readably", lambda *args: pytest.fail("set in a request"))
    publish(present_page("fa"), vision="<p>شهرهای آسیا.</p>")


def test_a_fact_of_the_edition_changes_the_files_of_all_languages(worker):
    before = fingerprints()
    edition = present_page().edition
    with worker():
        edition.period_start, edition.period_end = 2026, 2030
        edition.save()
    after = fingerprints()
    assert all(after[code] != before[code] for code in ("en", "fa"))


def test_the_old_file_stays_while_the_new_one_cannot_be_made(worker, client, monkeypatch):
    before = downloaded(client, "en")

    def refuse(*args):
        raise TypesettingError("No font can show “𓀀”")

    monkeypatch.setattr(making, "typeset_readably", refuse)
    with worker():
        publish(present_page(), vision="<p>𓀀</p>")
    assert downloaded(client, "en") == before
    assert "No font can show" in row_of("en").problem


def test_an_attempt_that_began_earlier_does_not_overwrite_a_later_one(worker, monkeypatch):
    page, real = present_page(), making.typeset_readably

    def slow(*args):
        """While it works, the page is published once more and the other attempt is quicker."""
        monkeypatch.setattr(making, "typeset_readably", real)
        publish(present_page(), vision="<p>Later words.</p>")
        making.make_pdf(present_page())
        return real(*args)

    publish(page, vision="<p>Earlier words.</p>")
    monkeypatch.setattr(making, "typeset_readably", slow)
    making.make_pdf(present_page())
    later = row_of("en").sha256
    making.make_pdf(present_page())
    assert row_of("en").sha256 == later


def test_a_withdrawn_page_takes_its_file_along(worker, client):
    name, storage = row_of("fa").file.name, row_of("fa").file.storage
    with worker():
        present_page("fa").unpublish()
    assert not storage.exists(name)
    assert client.get("/fa/who-we-are/strategic-plan/2026/download/").status_code == 404


class TestUploaded:
    def test_it_goes_before_the_made_one_at_both_addresses(self, client):
        document = upload("en").document
        expected = Path(document.file.path).read_bytes()
        assert downloaded(client, "en") == expected
        assert body_of(client.get("/en/who-we-are/strategic-plan/2026/download/")) == expected

    def test_its_cover_is_shown_on_the_page(self, client):
        document = upload("en").document
        assert document.cover.url in client.get("/en/who-we-are/strategic-plan/").content.decode()

    def test_once_the_page_says_something_else_the_site_makes_the_file(self, worker, client):
        made = downloaded(client, "en")
        uploaded = Path(upload("en").document.file.path).read_bytes()
        with worker():
            publish(present_page(), vision="<p>Other words.</p>")
        now = downloaded(client, "en")
        assert now not in (made, uploaded)
        assert hashlib.sha256(now).hexdigest() == row_of("en").sha256

    def test_an_editor_can_say_that_it_is_still_right(self, worker, client):
        file = upload("en")
        with worker():
            publish(present_page(), vision="<p>Other words.</p>")
        file.still_right = True
        file.save()
        assert not PlanFile.objects.get(pk=file.pk).still_right
        assert downloaded(client, "en") == Path(file.document.file.path).read_bytes()

    def test_a_designed_file_waits_for_the_draft_that_it_was_made_of(self, worker, client):
        page = present_page()
        page.vision = "<p>Words to come.</p>"
        page.save_revision()
        uploaded = Path(upload("en").document.file.path).read_bytes()
        assert downloaded(client, "en") != uploaded
        with worker():
            page.get_latest_revision().publish()
        assert downloaded(client, "en") == uploaded

    def test_a_language_without_a_page_can_have_one(self, client):
        PagePdf.objects.filter(page=present_page("fa")).delete()
        present_page("fa").unpublish()
        document = upload("fa").document
        assert document.url in client.get("/fa/who-we-are/strategic-plan/").content.decode()


def test_the_command_makes_what_is_missing_and_leaves_the_rest(capsys):
    PagePdf.objects.filter(page=present_page("fa")).delete()
    CityPage.objects.exclude(slug__in=["tabriz", "istanbul"]).update(live=False)
    english = row_of("en").made_at
    call_command("make_pdfs")
    assert row_of("fa").file
    assert row_of("en").made_at == english
    cities = CityPage.objects.live().values_list("pk", flat=True)
    assert len(cities) == 4
    assert set(cities) <= set(PagePdf.objects.exclude(file="").values_list("page", flat=True)), "the cities' files too"
