"""Readers subscribe to letters by a link that only their mail has, and leave with one click; nobody else learns it."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override

from amf_site.languages import language
from amf_site.mail.models import QueuedMail
from amf_site.public_forms import personal_data
from amf_site.public_forms.pages import BUSY
from members.letters import sending
from members.models import Delivery, Letter, NewsPage, Subscriber, SubscriptionRequest
from tests.members.letters import PATH, ask, letter_of, mails, opened, path_in, subscribe, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _proxy(settings):
    settings.PROXY_COUNT = 1


def said(words: str, code: str = "en") -> str:
    with override(code):
        return escape(gettext(words))


def article(code: str = "en") -> NewsPage:
    return NewsPage.objects.live().filter(locale__language_code=code).first()


def letter_to(email: str = "mina@example.org", code: str = "en"):
    """Send a letter to a new subscriber, and return the mail."""
    subscribe(email, code)
    sending.start(letter_of(article(code)))
    sending.send_due()
    return mails()[-1]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_page_is_everybodys(client, code):
    page = client.get(PATH.format(code))
    assert page.status_code == 200
    assert "public" in page.headers["Cache-Control"]
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies


@pytest.mark.parametrize("code", ["en", "fa"])
def test_who_confirms_gets_letters(client, code):
    answer = ask(language=code, code=code)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{code}/letters/received/")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert not Subscriber.objects.exists()

    (mail,) = mails()
    assert mail["To"] == "mina@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    link = path_in(mail, "confirm")
    assert link.startswith(f"/{code}/")
    # Mail programs fetch links to examine them: that confirms nothing.
    shown = client.get(link)
    assert said("Confirm", code) in shown.content.decode()
    assert "mina" not in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert not Subscriber.objects.exists()

    done = Client().post(link)
    assert done.status_code == 200
    assert said("You get the letters", code) in done.content.decode()
    assert Subscriber.objects.values_list("email", "language").get() == ("mina@example.org", code)
    assert not SubscriptionRequest.objects.exists()


@pytest.mark.parametrize("code", ["en", "fa"])
def test_mails_are_in_the_language_with_a_direction_on_every_block(code):
    ask(language=code)
    letter_to(code=code)
    for mail in mails():
        html = mail.get_body(("html",)).get_content()
        assert "<img" not in html
        assert "url(" not in html
        blocks = re.findall(r"<(?:html|body|div|p|h2)\b[^>]*>", html)
        assert blocks
        assert all(f'dir="{language(code).direction}"' in block for block in blocks)
    assert said("Unsubscribe", code) in text_of(mails()[1])


def test_a_link_works_once_and_no_other_does(client):
    ask()
    link = path_in(mails()[0], "confirm")
    Client().post(link)
    for bad in (link, link[:-1], link + "x", "/en/_util/letters/confirm/"):
        for answer in (client.get(bad), Client().post(bad)):
            assert answer.status_code == 404
            assert said("This link does not work") in answer.content.decode()
    assert Subscriber.objects.count() == 1


def test_a_link_expires_and_what_nobody_confirms_is_deleted():
    ask()
    link = path_in(mails()[0], "confirm")
    SubscriptionRequest.objects.update(received_at=timezone.now() - timedelta(days=7, minutes=1))
    assert Client().post(link).status_code == 404
    call_command("delete_expired")
    assert not SubscriptionRequest.objects.exists()
    assert not QueuedMail.objects.exists()
    assert not Subscriber.objects.exists()


def test_nothing_stored_can_be_used_to_confirm_or_leave():
    ask()
    assert path_in(mails()[0], "confirm").partition("=")[2] != SubscriptionRequest.objects.get().key
    mail = letter_to("reza@example.org")
    assert path_in(mail, "leave").partition("=")[2] != Delivery.objects.get().key
    assert Client().post(f"/en/_util/letters/confirm/?key={SubscriptionRequest.objects.get().key}").status_code == 404
    assert Client().post(f"/en/_util/letters/leave/?key={Delivery.objects.get().key}").status_code == 404


def test_nobody_learns_whether_an_address_is_subscribed():
    subscribe("known@example.org")
    answers, queries = [], []
    ask("first@example.org")  # what is asked once in a process
    for email in ("known@example.org", "other@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answers.append(ask(email))
        queries.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries])
    assert queries[0] == queries[1]
    assert [(answer.status_code, answer.content, answer.headers["Location"]) for answer in answers] == [
        (303, b"", "/en/letters/received/")
    ] * 2
    known, other = mails()[1:]
    assert known["Subject"] == other["Subject"]
    assert re.sub("key=.*", "", text_of(known)) == re.sub("key=.*", "", text_of(other))
    # As many mails, too, until the same limit.
    for _number in range(8):
        for email in ("known@example.org", "other@example.org"):
            ask(email, address=f"198.51.100.{_number}")
    recipients = [mail["To"] for mail in mails()]
    assert recipients.count("known@example.org") == recipients.count("other@example.org") == 3


def test_a_subscriber_who_asks_again_changes_the_language_and_is_not_doubled():
    subscribe()
    ask("MINA@Example.org", "fa")
    assert Subscriber.objects.get().language == "en"
    Client().post(path_in(mails()[0], "confirm"))
    assert Subscriber.objects.values_list("email", "language").get() == ("mina@example.org", "fa")


def test_a_form_that_is_sent_twice_sends_one_mail():
    time = opened()
    assert [ask(opened=time).status_code for _ in range(2)] == [303, 303]
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mina@EXAMPLE.org", "mina@example.org"),
        ("mina@xn--r8jz45g.jp", "mina@例え.jp"),
        ("mina@例え.jp", "mina@例え.jp"),
        ("mina＠مثال.ایران", "mina@مثال.ایران"),
        ("mina@xn--STRAE-oqa.de", "mina@straße.de"),
        ("mina@STRAẞE.de", "mina@straße.de"),
        ("mina@نامه\u200cای.com", "mina@نامه\u200cای.com"),
    ],
)
def test_addresses_of_all_scripts(typed, stored):
    assert ask(typed).status_code == 303
    Client().post(path_in(mails()[0], "confirm"))
    assert Subscriber.objects.get().email == stored
    assert personal_data.export(typed.replace("EXAMPLE", "example"))
    sending.start(letter_of(article()))
    sending.send_due()
    assert mails()[-1]["To"].isascii()


BAD = {
    "line break": {"email": "mina@example.org\r\nBcc: a@example.org"},
    "two addresses": {"email": "mina@example.org, a@example.org"},
    "empty": {"email": ""},
    "NUL": {"email": "mi\0na@example.org"},
    "unknown language": {"language": "xx"},
    "a header as language": {"language": "en\r\nBcc: a@example.org"},
    "closed language": {"language": "tr"},
    "trap": {"subject": "Buy"},
    "forged time": {"opened": "letters:1tabcd:AAAA"},
}


@pytest.mark.parametrize("words", BAD.values(), ids=BAD)
def test_what_is_wrong_is_said(words):
    answer = ask(**words)
    assert answer.status_code == 422
    assert said("Please look at this again") in answer.content.decode()
    assert not mails()
    assert not SubscriptionRequest.objects.exists()


def test_a_flood_is_refused_in_words():
    answers = [ask(f"a{number}@example.org") for number in range(11)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_no_mail_is_promised_when_so_many_were_asked_for_that_none_is_sent(code):
    subscribe("known@example.org")
    for number in range(60):
        assert ask(f"a{number}@example.org", address=f"198.51.100.{number}").status_code == 303
    assert len(mails()) == 60
    for email in ("mina@example.org", "known@example.org", "a1@example.org"):
        answer = ask(email, "fa", code=code, address="198.51.100.99")
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "3600"
        text = answer.content.decode()
        with override(code):
            assert str(BUSY) in text
        assert f'value="{email}"' in text
        assert re.search(r'<option value="fa"[^>]* selected', text)
    assert len(mails()) == 60
    assert SubscriptionRequest.objects.count() == 60


def test_mail_programs_let_readers_leave_with_one_click(client):
    mail = letter_to()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>")
    assert address.endswith(path_in(mail, "leave"))
    link = path_in(mail, "leave")
    # A link that is looked at shows a button.
    shown = client.get(link)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert said("Do you want to unsubscribe?") in shown.content.decode()
    assert Subscriber.objects.count() == 1
    # The servers of mail programs send no cookie, no origin and nothing of a browser.
    for _again in range(2):
        done = Client(enforce_csrf_checks=True).post(
            link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert done.status_code == 200
        assert said("You get no more letters") in done.content.decode()
        assert not Subscriber.objects.exists()


def test_the_button_leaves_too(client):
    link = path_in(letter_to(code="fa"), "leave")
    shown = client.get(link).content.decode()
    action = re.search(r'<form action="([^"]+)" method="post">', shown)
    assert action
    assert action[1] == link
    assert Client(enforce_csrf_checks=True).post(action[1]).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "%00", "%ED%A0%80", "a" * 5000])
def test_a_foreign_link_leaves_nobody(key):
    letter_to()
    answer = Client().post(f"/en/_util/letters/leave/?key={key}")
    # What no address can hold is refused before the page is asked.
    assert answer.status_code in ((404,) if key in ("", "x") else (400, 404, 414))
    assert answer.status_code != 404 or said("This link does not work") in answer.content.decode()
    assert Subscriber.objects.count() == 1


def test_of_those_who_have_left_nothing_is_kept():
    mail = letter_to()
    subscribe("reza@example.org")
    ask()
    Client().post(path_in(mail, "leave"))
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["reza@example.org"]
    assert not SubscriptionRequest.objects.exists()
    # Not even in the mail queue.
    assert not any("mina" in mail["To"] for mail in mails())
    assert Delivery.objects.get().subscriber is None


def test_all_that_is_stored_is_handed_out_and_deleted(django_user_model):
    letter_to()
    ask(language="fa")
    found = personal_data.export("Mina@example.org")
    assert [(row["email"], row["language"]) for row in found] == [
        ("mina@example.org", "en"),
        ("mina@example.org", "fa"),
    ]
    assert not any("key" in row or "fingerprint" in row for row in found)
    assert personal_data.delete("mina@example.org") == 2
    assert not Subscriber.objects.exists()
    assert not SubscriptionRequest.objects.exists()
    assert not QueuedMail.objects.exists()


def test_the_privacy_page_says_it(client):
    for code in ("en", "fa"):
        text = client.get(f"/{code}/privacy/").content.decode()
        assert said("your unsubscribing, at once; seven days if you do not confirm", code) in text


def test_a_deleted_letter_does_not_break_its_links():
    link = path_in(letter_to(), "leave")
    Letter.objects.all().delete()
    assert Client().post(link).status_code == 200
    assert not Subscriber.objects.exists()
