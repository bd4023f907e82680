"""What staff do with messages: find, assign, answer, send again, export; and who may."""

import io
import re
from email import message_from_bytes, policy

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from amf_site.demo.editor import NAME
from amf_site.mail.delivery import deliver_due
from amf_site.mail.models import QueuedMail
from amf_site.public_forms.models import FormMail, Message, ReplyTemplate
from tests import gates
from tests.public_forms.sending import send

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/public_forms/message/"


@pytest.fixture(autouse=True)
def _secretariat(settings):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1


@pytest.fixture
def message(db) -> Message:
    assert send(name="=cmd|'/c calc'!A1", message="سلام\n\n<script>alert(1)</script>").status_code == 303
    return Message.objects.get()


def path_to(view: str, *args) -> str:
    return Message.admin_url(view, *args)


def test_the_list_finds_and_filters(editor, message):
    send(topic="website", message="A link is broken", email="b@example.org")
    text = editor.get(LIST).content.decode()
    assert message.reference in text
    assert "AMF-" in text
    found = editor.get(f"{LIST}?q=broken").content.decode()
    assert message.reference not in found
    assert "b@example.org" in found
    assert message.reference not in editor.get(f"{LIST}?topic=website").content.decode()
    assert editor.get(path_to("list") + "add/").status_code in (302, 403)


def test_the_message_is_shown_with_its_mail_and_is_no_markup(editor, message):
    text = editor.get(path_to("edit", message.pk)).content.decode()
    assert "سلام" in text
    assert "<script>alert(1)" not in text
    assert "Waiting for the mail server" in text
    assert re.search(r'<div class="strangers-words" dir="auto">', text)


def test_status_assignment_and_notes_are_saved_and_the_words_of_the_sender_are_not_changed(editor, message):
    user = get_user_model().objects.get(username=NAME)
    form = {
        "status": "in_work",
        "assigned_to": user.pk,
        "notes": "Ask the committee",
        "text": "forged",
        "email": "x@example.org",
    }
    assert editor.post(path_to("edit", message.pk), form).status_code == 302
    before, message = message, Message.objects.get()
    assert (message.status, message.assigned_to, message.notes) == ("in_work", user, "Ask the committee")
    assert (message.text, message.email) == (before.text, before.email)


def test_a_reply_begins_with_the_template_of_the_language_and_is_sent_as_mail(editor, message):
    page = editor.get(path_to("reply", message.pk)).content.decode()
    assert re.search(r'<textarea[^>]*lang="fa"[^>]*dir="rtl"|<textarea[^>]*dir="rtl"[^>]*lang="fa"', page)
    assert f"از پیام شما با شمارهٔ {message.reference}" in page
    ReplyTemplate.objects.create(language="fa", text="درود، {reference}")
    assert f"درود، {message.reference}" in editor.get(path_to("reply", message.pk)).content.decode()

    answer = editor.post(path_to("reply", message.pk), {"text": "درود\r\n\r\nنشست بعدی هنوز اعلام نشده است."})
    assert answer.status_code == 302
    message.refresh_from_db()
    assert message.status == "answered"
    mail = message_from_bytes(bytes(QueuedMail.objects.order_by("pk").last().content), policy=policy.default)
    assert mail["To"] == message.email
    assert mail["Reply-To"] == "secretariat@example.org"
    assert mail["Auto-Submitted"] is None
    assert message.reference in mail["Subject"]
    html = mail.get_body(("html",)).get_content()
    assert html.count('lang="fa" dir="rtl"') >= 3
    assert ModelLogEntry.objects.filter(action="public_forms.reply", object_id=str(message.pk)).exists()
    assert editor.post(path_to("reply", message.pk), {"text": " "}).status_code == 200


def test_staff_see_what_waits_and_send_again_what_failed(editor, message, settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    notice, confirmation = FormMail.objects.all()
    again = path_to("again", confirmation.pk)
    editor.post(again)
    assert QueuedMail.objects.count() == 2  # it waits already
    with gates.mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        QueuedMail.objects.filter(pk=confirmation.queued_id).update(due_at=None, error="550 unknown")  # given up
        deliver_due()
        assert [FormMail.objects.get(pk=mail.pk).state for mail in (notice, confirmation)] == ["sent", "failed"]
        text = editor.get(path_to("edit", message.pk)).content.decode()
        assert "Not delivered" in text
        assert "550 unknown" in text
        editor.post(again)
        deliver_due()
        assert FormMail.objects.get(pk=confirmation.pk).state == "sent"
        assert [recipients for recipients, _content in server.letters] == [["secretariat@example.org"], [message.email]]
    # When the queue forgets what it has given up, it is not taken for sent.
    editor.post(again)
    QueuedMail.objects.update(due_at=None, created_at=timezone.now() - timezone.timedelta(days=31))
    deliver_due()
    assert FormMail.objects.get(pk=confirmation.pk).state == "failed"
    assert editor.get(again).status_code == 405


def test_no_spreadsheet_executes_an_export(editor, message):
    text = b"".join(editor.get(f"{LIST}?export=csv").streaming_content).decode()
    assert text.startswith("\ufeff")
    assert "'=cmd" in text
    sheet = load_workbook(io.BytesIO(b"".join(editor.get(f"{LIST}?export=xlsx").streaming_content))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert any(cell.value == "'=cmd|'/c calc'!A1" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1f", "\x85"])
def test_no_control_character_breaks_an_export(editor, sign):
    assert send(message=f"before{sign}after").status_code == 303
    answer = editor.get(f"{LIST}?export=xlsx")
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.max_row == 2


VIEWS = ("list", "edit", "reply", "again", "delete", "history", "personal data")


@pytest.mark.parametrize("group", ["Translators: فارسی", "Reviewers: فارسی", None])
def test_who_has_nothing_to_do_with_messages_sees_none(message, group):
    user = get_user_model().objects.create_user("other", "other@example.org", "x")
    if group:
        user.groups.add(Group.objects.get(name=group))
    else:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    mail = FormMail.objects.first()
    keys = {"list": [], "again": [mail.pk]}
    for view in VIEWS:
        path = "/admin/personal-data/" if view == "personal data" else path_to(view, *keys.get(view, [message.pk]))
        for answer in (client.get(path), client.post(path, {"text": "x", "email": message.email, "export": "1"})):
            assert answer.status_code in (302, 403, 405), path
            assert message.email not in answer.content.decode()
    assert FormMail.objects.count() == 2
    assert Message.objects.exists()


def test_the_admin_speaks_persian(persian_editor, message):
    for path in (LIST, path_to("edit", message.pk), path_to("reply", message.pk), "/admin/personal-data/"):
        text = persian_editor.get(path).content.decode()
        assert not re.search(
            r">\s*(Inbox|Reply|Received|Messages|Personal data|Find|Mail about this message)\s*<", text
        )
