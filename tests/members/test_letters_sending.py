"""A letter goes once to each subscriber, with what is public in her language when it is queued."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from amf_site.mail import delivery
from amf_site.mail.models import QueuedMail
from amf_site.visibility.models import LanguageStage
from members.letters import sending
from members.letters.composing import edition
from members.models import Delivery, EventPage, Letter, LettersPage, LetterWords, Subscriber
from tests import gates
from tests.members.letters import articles, ask, letter_of, mails, path_in, send, subscribe, text_of, to
from tests.members.news_pages import news_page

pytestmark = pytest.mark.django_db


def test_each_gets_what_is_public_in_her_language():
    only_english = news_page("only-english", title="Only in English")
    both, event = articles()[0], EventPage.objects.live().filter(locale__language_code="en").first()
    subscribe("en@example.org", "en")
    subscribe("fa@example.org", "fa")
    send(letter_of(both, only_english, event))
    english, persian = text_of(to("en@example.org")), text_of(to("fa@example.org"))
    assert both.title in english
    assert only_english.title in english
    assert event.title in english
    assert "/en/" in english
    local = both.get_translations().get(locale__language_code="fa")
    assert local.title in persian
    assert "/fa/news/" in persian
    assert only_english.title not in persian
    assert edition(Letter.objects.get(), "fa").left_out == [only_english.title]


def test_who_would_get_nothing_gets_no_mail():
    subscribe("en@example.org", "en")
    subscribe("fa@example.org", "fa")
    send(letter_of(news_page("only-english")))
    assert [mail["To"] for mail in mails()] == ["en@example.org"]
    outcomes = dict(Delivery.objects.values_list("language", "outcome"))
    assert outcomes == {"en": "queued", "fa": "empty"}


def test_the_staff_speak_in_each_language():
    subscribe("en@example.org", "en")
    subscribe("fa@example.org", "fa")
    send(letter_of(articles()[0], en=("Greetings", "First <b>part</b>\n\nSecond & last"), fa=("", "")))
    english = to("en@example.org")
    assert english["Subject"] == "Greetings"
    assert "First <b>part</b>\n\nSecond & last" in text_of(english).replace("\r", "")
    html = english.get_body(("html",)).get_content()
    assert "First &lt;b&gt;part&lt;/b&gt;</p>" in html
    with override("fa"):  # such a subject begins on a line of its own, and the line break is read as a space
        assert to("fa@example.org")["Subject"].strip() == gettext("News of the Asian Mayors Forum")


@pytest.mark.parametrize("withdraw", [lambda page: page.unpublish(), lambda page: page.delete()])
def test_what_is_withdrawn_after_the_letter_was_prepared_is_left_out(withdraw):
    kept, withdrawn = articles()[0], news_page("withdrawn", title="Not for your eyes")
    subscribe()
    letter = letter_of(kept, withdrawn)
    assert len(edition(letter, "en").news) == 2
    sending.start(letter)
    withdraw(withdrawn)
    sending.send_due()
    assert kept.title in text_of(to("mina@example.org"))
    assert "Not for your eyes" not in text_of(to("mina@example.org"))


def test_a_letter_is_sent_once_whoever_asks_how_often():
    subscribe()
    letter = letter_of(articles()[0])
    send(letter)
    assert not sending.start(letter)
    subscribe("late@example.org")
    # Not even if the note that it was sent is lost.
    Letter.objects.update(started_at=None)
    sending.start(letter)
    call_command("send_letters")
    call_command("send_letters")
    assert sorted(mail["To"] for mail in mails()) == ["late@example.org", "mina@example.org"]


def test_two_workers_at_once_queue_one_mail():
    subscribe()
    letter = letter_of(articles()[0])
    sending.start(letter)
    waiting = Delivery.objects.filter(outcome="waiting").first() or Delivery.objects.get()
    Delivery.objects.update(outcome="waiting")
    QueuedMail.objects.all().delete()
    assert sending.queue(waiting, letter, {})
    assert not sending.queue(waiting, letter, {})
    assert len(mails()) == 1


def test_who_leaves_before_her_turn_gets_nothing(settings):
    subscriber = subscribe()
    letter = letter_of(articles()[0])
    letter.deliveries.create(subscriber=subscriber, language="en")
    subscriber.delete()
    sending.send_due()
    assert not mails()
    assert Delivery.objects.get().outcome == "left"


def test_a_dead_mail_server_loses_no_letter(settings):
    for number in range(5):
        subscribe(f"reader{number}@example.org")
    with gates.mail_server() as server, gates.gate(server.port) as gate:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gate.port
        with gate.closed():
            send(letter_of(articles()[0]))
            for _hour in range(3):
                QueuedMail.objects.update(due_at=timezone.now())
                delivery.deliver_due()
        assert not server.letters
        QueuedMail.objects.update(due_at=timezone.now(), created_at=timezone.now() - timedelta(days=1))
        delivery.deliver_due()
        assert [recipients for recipients, _ in server.letters] == [[f"reader{n}@example.org"] for n in range(5)]


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\r\n\r\nwords", "a\u2028b", "a\x00b"])
def test_a_subject_is_one_line(subject):
    letter = letter_of(articles()[0])
    with pytest.raises(ValidationError):
        LetterWords(letter=letter, language="en", subject=subject).full_clean()
    # What is in the database in spite of that sends no other header.
    subscribe()
    LetterWords.objects.create(letter=letter, language="en", subject=subject.replace("\x00", ""))
    send(letter)
    (mail,) = mails()
    assert mail["Bcc"] is None
    assert mail["To"] == "mina@example.org"


def test_signs_of_headers_in_titles_stay_in_the_words():
    page = news_page("strange", title="Bcc: all@example.org <script>")
    subscribe()
    send(letter_of(page))
    (mail,) = mails()
    assert mail["Bcc"] is None
    assert "<script>" not in mail.get_body(("html",)).get_content()


@pytest.fixture
def staff(admin_client) -> Client:
    return admin_client


def test_staff_see_what_each_language_gets_and_send_it(staff):
    page = news_page("only-english", title="Only in English")
    subscribe("en@example.org", "en")
    subscribe("fa@example.org", "fa")
    letter = letter_of(page)
    view = Letter.snippet_viewset
    edit = reverse(view.get_url_name("edit"), args=[letter.pk])
    shown = staff.get(edit).content.decode()
    assert "Only in English" in shown
    assert gettext("Nothing: no mail") in shown
    assert "@example.org" not in shown
    preview = staff.get(reverse(view.get_url_name("preview"), args=[letter.pk, "en"])).content.decode()
    assert "Only in English" in preview
    assert staff.get(reverse(view.get_url_name("preview"), args=[letter.pk, "xx"])).status_code == 404
    send_it = reverse(view.get_url_name("send"), args=[letter.pk])
    assert staff.get(send_it).status_code == 405
    for _twice in range(2):
        assert staff.post(send_it).status_code == 302
    sending.send_due()
    assert [mail["To"] for mail in mails()] == ["en@example.org"]
    assert staff.get(edit).status_code == 200


def numbers_in(shown: str) -> list[int]:
    """The first numbers in a table of the admin: of the mails that were sent, wait and were not delivered."""
    rows = (re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", row) for row in shown.split("</tr>"))
    return [int(number) for number in next(filter(None, rows))][-3:]


def test_staff_see_what_was_sent_what_waits_and_what_was_refused(staff, settings, caplog):
    for name in ("mina", "reza", "nobody"):
        subscribe(f"{name}@example.org")
    letter = letter_of(articles()[0])
    view = Letter.snippet_viewset
    pages = [reverse(view.get_url_name("list")), reverse(view.get_url_name("edit"), args=[letter.pk])]

    def seen() -> list[int]:
        in_list, in_letter = (numbers_in(staff.get(page).content.decode()) for page in pages)
        assert in_list == in_letter
        return in_list

    sending.start(letter)
    assert seen() == [0, 3, 0]
    sending.send_due()
    assert seen() == [0, 3, 0]
    with gates.mail_server() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        QueuedMail.objects.filter(recipients=["reza@example.org"]).update(due_at=timezone.now() + timedelta(hours=1))
        delivery.deliver_due()
        assert seen() == [1, 1, 1]
        # The mail queue forgets what was refused after a while.
        QueuedMail.objects.filter(due_at=None).update(created_at=timezone.now() - timedelta(days=31))
        delivery.deliver_due()
        assert seen() == [1, 1, 1]
        QueuedMail.objects.update(due_at=timezone.now())
        delivery.deliver_due()
    assert not mails()
    assert seen() == [2, 0, 1]
    # Servers refuse for reasons that are not the reader's, so her subscription goes on.
    assert Subscriber.objects.count() == 3


def test_what_is_taken_back_from_who_leaves_was_not_sent(staff):
    subscribe()
    subscribe("reza@example.org")
    letter = letter_of(articles()[0])
    send(letter)
    Client().post(path_in(to("mina@example.org"), "leave"))
    delivery.deliver_due()
    shown = staff.get(reverse(Letter.snippet_viewset.get_url_name("edit"), args=[letter.pk])).content.decode()
    assert numbers_in(shown) == [1, 0, 0]


def test_links_work_without_the_page_with_the_form(client):
    subscribe()
    send(letter_of(articles()[0]))
    ask("reza@example.org")
    leave, confirm = path_in(mails()[0], "leave"), path_in(mails()[1], "confirm")
    for page in LettersPage.objects.all():
        page.unpublish()
    assert gettext("Do you want to unsubscribe?") in client.get(leave).content.decode()
    assert Client().post(leave).status_code == 200
    assert not Subscriber.objects.exists()
    assert Client().post(confirm).status_code == 200
    assert Subscriber.objects.get().email == "reza@example.org"
    # It was used already, and there is no form to lead to.
    again = client.get(confirm)
    assert again.status_code == 404
    assert gettext("Open the form") not in again.content.decode()


def test_links_work_in_a_language_that_is_not_public_any_more(client):
    subscribe(language="fa")
    send(letter_of(articles()[0]))
    link = path_in(mails()[0], "leave")
    assert link.startswith("/fa/")
    LanguageStage.objects.filter(locale__language_code="fa").update(stage=LanguageStage.Stage.HIDDEN)
    shown = client.get(link)
    assert (shown.status_code, shown.headers["Content-Language"]) == (200, "en")
    assert Client().post(link).status_code == 200
    assert not Subscriber.objects.exists()


def test_a_letter_that_was_sent_stays_as_it_is():
    letter = letter_of(articles()[0])
    sending.start(letter)
    letter.refresh_from_db()
    with pytest.raises(ValidationError):
        letter.full_clean()


@pytest.mark.parametrize("name", ["edit", "preview", "send"])
def test_others_cannot(name, client, django_user_model):
    letter = letter_of(articles()[0])
    args = [letter.pk, "en"] if name == "preview" else [letter.pk]
    address = reverse(Letter.snippet_viewset.get_url_name(name), args=args)
    assert client.post(address).status_code in (302, 405)
    user = django_user_model.objects.create_user("mina", password="x")
    client.force_login(user)
    assert client.post(address).status_code in (302, 403)
    assert not Delivery.objects.exists()


def test_a_reader_who_changes_her_language_gets_the_letter_in_the_new_one():
    subscribe()
    letter = letter_of(articles()[0])
    letter.deliveries.create(subscriber=Subscriber.objects.get(), language="en")
    ask(language="fa")
    Client().post(path_in(mails()[0], "confirm"))
    sending.send_due()
    assert "/fa/news/" in text_of(mails()[-1])
