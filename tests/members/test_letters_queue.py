"""Letters in the mail queue let other mail pass, and what they announce is taken back when it is withdrawn."""

from contextlib import nullcontext
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from amf_site.mail import delivery
from amf_site.mail.backend import enqueue
from amf_site.mail.models import QueuedMail
from members.letters import sending
from members.models import Delivery, EventPage, Letter, Subscriber
from tests import gates
from tests.members.letters import articles, ask, letter_of, mails, path_in, send, subscribe, text_of, to
from tests.members.news_pages import news_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def _dead_server(settings):
    """A mail server that cannot be reached, so that all mail waits."""
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    with gates.mail_server() as server, gates.gate(server.port) as gate, gate.closed():
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gate.port
        yield


CHANGES = {
    "unpublished": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "private": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "in a private section": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="login"
    ),
    "below a draft": lambda page: page.get_parent().specific.unpublish(),
}


@pytest.mark.usefixtures("_dead_server")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_withdrawn_while_it_waits_in_the_mail_queue_is_taken_back(change, django_capture_on_commit_callbacks):
    kept = EventPage.objects.live().filter(locale__language_code="en").first()
    withdrawn = news_page("withdrawn", title="Not for your eyes")
    subscribe()
    with django_capture_on_commit_callbacks(execute=True):
        ask("reza@example.org")  # other mail stays as it is
    send(letter_of(kept, withdrawn))
    first = text_of(to("mina@example.org"))
    assert "Not for your eyes" in first
    with django_capture_on_commit_callbacks(execute=True):
        change(withdrawn)
    sending.send_due()
    again = text_of(to("mina@example.org"))
    assert kept.title in again
    assert "Not for your eyes" not in again
    assert len(mails()) == 2
    assert Client().post(path_in(to("mina@example.org"), "leave")).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.usefixtures("_dead_server")
def test_an_event_that_is_called_off_is_announced_as_such(django_capture_on_commit_callbacks):
    page = EventPage.objects.live().filter(locale__language_code="en", event__status="confirmed").first()
    subscribe()
    send(letter_of(page))
    with django_capture_on_commit_callbacks(execute=True):
        page.event.status = page.event.Status.CANCELLED
        page.event.save()
    sending.send_due()
    assert str(page.event.get_status_display()) in text_of(to("mina@example.org"))


def test_what_a_mail_server_may_have_taken_is_not_taken_back(django_capture_on_commit_callbacks):
    page = news_page("withdrawn")
    subscribe()
    send(letter_of(page))
    QueuedMail.objects.update(attempts=1)
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    sending.send_due()
    assert len(mails()) == 1
    assert Delivery.objects.get().outcome == "queued"


def words_of(mail) -> list[str]:
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


@pytest.fixture
def try_to_deliver(settings):
    """Try all mail once, with or without a server. Return what the server has got until then."""
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    with gates.mail_server() as server, gates.gate(server.port) as gate:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gate.port

        def deliver(*, is_up: bool) -> list:
            QueuedMail.objects.update(due_at=timezone.now())
            with nullcontext() if is_up else gate.closed():
                delivery.deliver_due()
            return [message_from_bytes(content, policy=policy.default) for _recipients, content in server.letters]

        yield deliver


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_withdrawn_after_an_attempt_is_left_out_of_the_next_one(change, try_to_deliver):
    kept = EventPage.objects.live().filter(locale__language_code="en").first()
    withdrawn = news_page("withdrawn", title="Not for your eyes")
    subscribe()
    send(letter_of(kept, withdrawn))
    (before,) = mails()
    assert all("Not for your eyes" in words for words in words_of(before))
    assert not try_to_deliver(is_up=False)
    change(withdrawn)
    queued = QueuedMail.objects.values("created_at", "attempts")
    (first,) = queued
    assert first["attempts"] == 1
    assert not try_to_deliver(is_up=False)
    assert queued.get() == first | {"attempts": 2}
    (arrived,) = try_to_deliver(is_up=True)
    for words in words_of(arrived):
        assert kept.title in words
        assert "Not for your eyes" not in words
    # A reader who has got the first one too has one letter, and a link that works.
    assert arrived["Message-ID"] == before["Message-ID"]
    assert path_in(arrived, "leave") == path_in(before, "leave")
    assert arrived["List-Unsubscribe"] == before["List-Unsubscribe"]
    assert Client().post(path_in(arrived, "leave")).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("withdraw", [lambda page: page.unpublish(), lambda page: Letter.objects.all().delete()])
def test_a_letter_of_which_nothing_is_left_after_an_attempt_is_not_sent(withdraw, try_to_deliver):
    page = news_page("withdrawn")
    subscribe()
    send(letter_of(page))
    enqueue(EmailMessage("Password", "A link", to=["editor@example.org"]))
    assert not try_to_deliver(is_up=False)
    QueuedMail.objects.update(attempts=1)  # the first mail alone has shown that the server is away
    withdraw(page)
    assert [mail["To"] for mail in try_to_deliver(is_up=True)] == ["editor@example.org"]
    assert not QueuedMail.objects.exists()
    assert Delivery.objects.get().outcome == "empty"


def test_a_page_that_is_withdrawn_while_letters_are_queued_is_in_none_of_them(monkeypatch):
    """A worker that had looked up the letter before cannot be told; it looks again after it has queued some."""
    kept, withdrawn = articles()[0], news_page("withdrawn", title="Not for your eyes")
    for number in range(3):
        subscribe(f"reader{number}@example.org")
    letter = letter_of(kept, withdrawn)
    sending.start(letter)
    queue = sending.queue

    def queue_and_withdraw(*args):
        done = queue(*args)
        withdrawn.unpublish()
        return done

    monkeypatch.setattr(sending, "queue", queue_and_withdraw)
    sending.send_due()
    assert len(mails()) == 3
    assert not any("Not for your eyes" in text_of(mail) for mail in mails())


def test_other_mail_is_delivered_before_letters(settings):
    for number in range(3):
        subscribe(f"reader{number}@example.org")
    send(letter_of(articles()[0]))
    enqueue(EmailMessage("Password", "A link", to=["editor@example.org"]))
    with gates.mail_server() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        delivery.deliver_due()
    arrived = [recipient for (recipient,), _content in server.letters]
    assert arrived == ["editor@example.org", *(f"reader{number}@example.org" for number in range(3))]
