"""Applications that nobody should be able to send, see or keep."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from amf_site.mail.models import QueuedMail
from amf_site.public_forms import personal_data
from members.joining import attachments
from members.joining.attachments import examine_pdf
from members.models import Application, ApplicationDraft, Attachment
from tests.members.joining import ANSWERS, APPLY, HALF, bomb, fill_in, opened, pdf, post, secret_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secretariat(settings):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: SimpleUploadedFile("renamed.pdf", b"MZ" + b"\0" * 2000), "not a PDF"),
        (bomb, "not a .docx file"),
        (lambda: SimpleUploadedFile("page.html", b"<script>"), "not taken"),
        (lambda: SimpleUploadedFile("empty.pdf", b""), "empty"),
        (lambda: SimpleUploadedFile("large.pdf", b"%PDF-1.7" + b"0" * 6_000_000), "larger than 5 MB"),
        (lambda: SimpleUploadedFile("picture.png", b"no picture at all"), "picture"),
        (lambda: SimpleUploadedFile("no_extension", b"%PDF-1.7"), "not taken"),
    ],
    ids=["renamed", "bomb", "html", "empty", "6 MB", "png", "no extension"],
)
def test_a_file_is_refused_in_words_and_the_answers_are_kept(client, file, words):
    answer = fill_in(client, code="en", attachments=[file(), pdf("good.pdf")])
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert 'value="İzmir"' in text
    assert [each.name for each in Attachment.objects.all()] == ["good.pdf"]


def test_a_fourth_file_is_refused_also_later(client):
    files = [pdf(f"{number}.pdf") for number in range(4)]
    answer = fill_in(client, code="en", attachments=files)
    assert answer.status_code == 422
    assert "three files already" in answer.content.decode()
    assert Attachment.objects.count() == 3
    assert fill_in(client, code="en", draft=secret_in(answer), attachments=[pdf("5.pdf")]).status_code == 422
    assert Attachment.objects.count() == 3


def test_another_site_cannot_send(client):
    for route in ("", "review/", "saved/"):
        data = ANSWERS | {"opened": opened(), "draft": "x"}
        answer = client.post(APPLY.format("en") + route, data, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert not ApplicationDraft.objects.exists()


@pytest.mark.parametrize("secret", ["1", "x" * 43, "\ud800", "%00", "../", "' or 1=1", "é" * 300, ""])
def test_a_secret_that_nobody_was_given(client, secret):
    fill_in(client, code="en", leave=True)
    draft = ApplicationDraft.objects.get()
    for guess in (secret, str(draft.pk), draft.key, draft.fingerprint, draft.reference):
        shown = client.get(APPLY.format("en") + "review/", {"draft": guess.encode("utf-8", "replace").decode()})
        assert shown.status_code in (400, 410)
        assert b"zmir" not in shown.content
        if guess:
            sent = fill_in(client, code="en", draft=guess.encode("utf-8", "replace").decode())
            assert sent.status_code == 422
            assert 'value="İzmir"' in sent.content.decode()
        assert post(client, "review", guess.encode("utf-8", "replace").decode(), code="en").status_code == 410
    assert not Application.objects.exists()
    assert ApplicationDraft.objects.count() == 1


def test_files_of_another_draft_cannot_be_removed(client):
    fill_in(client, code="en", leave=True, attachments=[pdf()])
    other = Attachment.objects.get()
    mine = secret_in(fill_in(Client(), code="en", leave=True))
    for number in (str(other.pk), "0", "-1", "9" * 30, "x", "١"):
        assert fill_in(client, code="en", draft=mine, remove=number).status_code == 303
    assert Attachment.objects.get() == other


@pytest.mark.parametrize("name", ["name", "reasons", "email", "country"])
@pytest.mark.parametrize("value", ["a\0b", HALF, "x" + HALF, "x\ufffd", "x" * 30_000, "a\r\nBcc: b@example.org"])
def test_what_cannot_be_stored_is_refused_in_words(client, name, value):
    answer = fill_in(client, code="en", leave=True, **{name: value})
    is_right = name == "reasons" and "Bcc" in value  # a text may have several lines
    assert answer.status_code == (303 if is_right else 422)
    assert is_right or 'class="form__error" id="id_' + name in answer.content.decode()
    secret = secret_in(answer)
    # What is wrong in the draft cannot be sent either.
    assert client.get(f"{APPLY.format('en')}review/?draft={secret}").status_code == (200 if is_right else 303)
    assert ("/received/" in post(client, "review", secret, code="en").headers["Location"]) == is_right
    assert Application.objects.exists() == is_right


def test_a_draft_is_over_after_a_month_and_deleted_with_its_files(client, django_capture_on_commit_callbacks):
    secret = secret_in(fill_in(client, code="en", attachments=[pdf()]))
    path = Attachment.objects.get().file.name
    ApplicationDraft.objects.update(received_at=timezone.now() - timedelta(days=32))
    fill_in(client, code="en", leave=True, attachments=[pdf("kept.pdf")])
    assert client.get(f"{APPLY.format('en')}?draft={secret}").status_code == 410
    assert post(client, "review", secret, code="en").status_code == 410
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("delete_expired")
    assert [draft.received_at > timezone.now() - timedelta(days=2) for draft in ApplicationDraft.objects.all()] == [
        True
    ]
    assert [attachment.name for attachment in Attachment.objects.all()] == ["kept.pdf"]
    assert not default_storage.exists(path)
    assert default_storage.exists(Attachment.objects.get().file.name)


def test_decided_applications_are_deleted_a_year_later_and_others_are_kept(client):
    secret = secret_in(fill_in(client, code="en"))
    post(client, "review", secret, code="en")
    old = timezone.now() - timedelta(days=800)
    Application.objects.update(received_at=old)
    call_command("delete_expired")
    waiting = Application.objects.get()
    waiting.state = Application.State.DECLINED
    waiting.save()
    call_command("delete_expired")
    assert Application.objects.exists()
    Application.objects.update(decided_at=old)
    call_command("delete_expired")
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\U00020bb7" * 80 + ".pdf", "\U00020bb7" * 80 + ".pdf"),  # 324 bytes: more than a file system takes
        ("दिल्ली पत्र.pdf", "दिल्ली पत्र.pdf"),
        ("จดหมายถึงสำนักเลขาธิการ.PDF", "จดหมายถึงสำนักเลขาธิการ.PDF"),
        ("📄.pdf", "📄.pdf"),
        ("★★.pdf", "★★.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("../../etc/" + "x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_names_of_files_are_kept_as_they_are_written(client, typed, shown):
    assert fill_in(client, code="en", leave=True, attachments=[pdf(typed)]).status_code == 303
    kept = Attachment.objects.get()
    assert kept.name == shown
    assert kept.file.name.isascii()
    assert kept.file.size == kept.size


def test_bad_files_are_looked_at_a_few_times_only_and_a_good_one_is_kept(client, monkeypatch):
    bad = [SimpleUploadedFile(f"bad{number}.pdf", b"%PDF-1.7 nothing") for number in range(3)]
    many = [SimpleUploadedFile(f"more{number}.pdf", b"%PDF-1.7 nothing") for number in range(30)]
    looked = []
    monkeypatch.setattr(attachments, "examine_pdf", lambda content: looked.append(1) or examine_pdf(content))
    answer = fill_in(client, code="en", attachments=[*bad, pdf("good.pdf"), *many])
    assert answer.status_code == 422
    assert [attachment.name for attachment in Attachment.objects.all()] == ["good.pdf"]
    assert len(looked) <= attachments.MOST_EXAMINED


def test_a_window_that_saves_after_another_has_sent_is_told(client):
    secret = secret_in(fill_in(client, code="en", leave=True))
    fill_in(client, code="en", draft=secret)
    post(client, "review", secret, code="en")
    late = fill_in(client, code="en", draft=secret, reasons="Later")
    assert late.status_code == 410
    assert "This application has been sent" in late.content.decode()


def test_personal_data_have_drafts_and_applications(client):
    secret = secret_in(fill_in(client, code="en", attachments=[pdf()]))
    post(client, "review", secret, code="en")
    fill_in(client, code="en", leave=True)
    found = personal_data.export("AYSE@example.org")
    assert {row.get("contact_name") or row["answers"]["contact_name"] for row in found} == {"Ayşe Yılmaz"}
    assert ["karar.pdf"] in [row["attachments"] for row in found]
    assert not any(secret in str(row) or "key" in row for row in found)
    assert personal_data.delete("ayse@example.org") == 2
    assert not ApplicationDraft.objects.exists()
    assert not Application.objects.exists()


@pytest.mark.parametrize("changes", [{"subject": "filled in by the browser"}, {"opened": "forged"}, {"opened": ""}])
def test_a_person_who_is_taken_for_a_program_loses_nothing(client, changes):
    refused = fill_in(client, code="en", attachments=[pdf("letter.pdf")], **changes)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="İzmir"' in text
    assert "letter.pdf" in text
    assert not Application.objects.exists()
    assert fill_in(client, code="en", draft=secret_in(refused)).status_code == 303
    assert ApplicationDraft.objects.get().attachments.get().name == "letter.pdf"


def test_a_program_that_is_refused_stores_no_more_than_a_person_may(client):
    answers = [fill_in(client, code="en", subject="spam", attachments=[pdf()]) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert Attachment.objects.count() == 10
    assert not QueuedMail.objects.exists()


def test_too_many_drafts_from_one_address(client):
    answers = [fill_in(client, code="en", leave=True, name=f"City {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert 'value="City 10"' in answers[-1].content.decode()
