"""Mail is queued with the change that it tells of and goes out once, whatever the mail server does."""

from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPDataError

import pytest
from django.core.mail import EmailMultiAlternatives, mail_admins, send_mail
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone
from wagtail.admin.mail import send_mail as send_mail_of_wagtail

from amf_site.mail import delivery
from amf_site.mail.models import QueuedMail
from tests import gates


@pytest.fixture
def server(settings, db):
    """A mail server, and settings as those of an installation whose worker is not running."""
    with gates.mail_server() as server:
        settings.EMAIL_BACKEND = "amf_site.mail.backend.QueueBackend"
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def queue(server):
    """What is in the queue; all of it is due."""

    def look() -> list[QueuedMail]:
        QueuedMail.objects.exclude(due_at=None).update(due_at=timezone.now())
        return list(QueuedMail.objects.order_by("pk"))

    return look


def send(to: str = "mina@example.org", subject: str = "خبر") -> None:
    send_mail(subject, "From the Forum\nFrom Tehran\n.\nسلام", "amf@example.org", [to])


def test_a_message_arrives_as_it_was_written(server, queue):
    message = EmailMultiAlternatives(
        "خبر", "سلام\n.\nFrom", "AMF <amf@example.org>", ["a@example.org"], bcc=["b@example.org"]
    )
    message.attach_alternative("<p>سلام</p>", "text/html")
    message.attach("plan.pdf", b"%PDF-\r\n\x00\xff", "application/pdf")
    message.send()
    assert server.letters == []
    delivery.deliver_due()
    ((recipients, content),) = server.letters
    arrived = message_from_bytes(content, policy=policy.default)
    assert recipients == ["a@example.org", "b@example.org"]
    assert arrived["Subject"] == "خبر"
    assert arrived["To"] == "a@example.org"
    assert arrived["Bcc"] is None
    assert arrived["Message-ID"].endswith("@example.org>")
    assert arrived.get_body(("plain",)).get_content().splitlines() == ["سلام", ".", "From"]
    assert arrived.get_body(("html",)).get_content().strip() == "<p>سلام</p>"
    (attachment,) = arrived.iter_attachments()
    assert attachment.get_content() == b"%PDF-\r\n\x00\xff"
    assert queue() == []


@pytest.mark.parametrize(
    "sent_by",
    [
        send,
        lambda: send_mail_of_wagtail("A page waits for you", "words", ["mina@example.org"]),
        lambda: mail_admins("Trouble", "words"),
    ],
)
def test_whoever_sends_waits_for_no_server(server, settings, sent_by):
    settings.ADMINS = [("Mina", "mina@example.org")]
    sent_by()
    assert server.letters == []
    assert QueuedMail.objects.get().recipients == ["mina@example.org"]


def test_a_change_that_is_taken_back_sends_nothing(server, queue):
    @transaction.atomic
    def change() -> None:
        send()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert queue() == []


def test_a_server_that_is_away_loses_nothing_and_gets_each_once_in_order(server, queue, settings):
    subjects = [f"Letter {number}" for number in range(5)]
    for subject in subjects:
        send(subject=subject)
    with gates.gate(server.port) as gate:
        settings.EMAIL_PORT = gate.port
        with gate.closed():
            for _round in range(3):
                delivery.deliver_due()
                assert len(queue()) == 5
        delivery.deliver_due()
        delivery.deliver_due()
    assert [message_from_bytes(content)["Subject"] for _, content in server.letters] == subjects
    assert queue() == []


def test_one_attempt_is_enough_to_know_that_the_server_is_silent(server, queue, settings):
    settings.EMAIL_TIMEOUT = 1
    for _number in range(5):
        send()
    with gates.gate(server.port) as gate, gate.silent():
        settings.EMAIL_PORT = gate.port
        delivery.deliver_due()
    assert [mail.attempts for mail in queue()] == [1, 0, 0, 0, 0]
    assert "Timeout" in queue()[0].error or "timed out" in queue()[0].error


def test_a_refused_mail_is_given_up_and_stops_no_other(server, queue, caplog):
    send("nobody@example.org")
    send("mina@example.org")
    send("two@example.org, words")
    delivery.deliver_due()
    assert [recipients for recipients, _ in server.letters] == [["mina@example.org"]]
    refused, impossible = queue()
    assert refused.due_at is None
    assert "550" in refused.error
    assert impossible.due_at is None
    # A log is read by many: it names nobody.
    assert "given up" in caplog.text
    assert "nobody@" not in caplog.text
    delivery.deliver_due()
    assert len(server.letters) == 1


def test_what_was_given_up_is_forgotten_after_a_month(server, queue):
    send("nobody@example.org")
    delivery.deliver_due()
    QueuedMail.objects.update(created_at=timezone.now() - timedelta(days=31))
    delivery.deliver_due()
    assert queue() == []


def test_after_three_days_without_a_server_a_mail_is_given_up(server, queue, settings):
    send()
    QueuedMail.objects.update(created_at=timezone.now() - timedelta(days=4))
    settings.EMAIL_PORT = 9
    delivery.deliver_due()
    (mail,) = queue()
    assert mail.due_at is None


def test_a_mail_that_a_worker_holds_is_left_to_it(server, queue):
    send()
    assert delivery._claim() == QueuedMail.objects.get()
    delivery.deliver_due()
    assert server.letters == []
    queue()  # its worker has died, and some time has passed
    delivery.deliver_due()
    assert len(server.letters) == 1


def test_a_mail_that_is_deleted_during_an_attempt_is_not_put_back(server, queue, monkeypatch):
    def refuse(backend, messages):
        QueuedMail.objects.all().delete()
        raise SMTPDataError(451, b"later")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    send()
    delivery.deliver_due()
    assert queue() == []


def test_a_message_to_nobody_is_none(server):
    assert send_mail("words", "words", "amf@example.org", []) == 0
    assert not QueuedMail.objects.exists()
