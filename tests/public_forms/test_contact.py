"""Messages to the secretariat through the public page: taken once, confirmed, and refused in words."""

import re
from email import message_from_bytes, policy

import html5lib
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from amf_site.languages import LANGUAGES, language
from amf_site.mail.models import QueuedMail
from amf_site.public_forms import forms, pages, requests
from amf_site.public_forms.models import FormMail, Message
from tests.public_forms.sending import PATH, WORDS, opened, send, time_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secretariat(settings):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1


def said(words, code: str = "en") -> str:
    """Words of the site in a language, as they stand in HTML."""
    with override(code):
        return escape(gettext(str(words)))


def mails() -> list:
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in QueuedMail.objects.order_by("pk")]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_page_is_everybodys(client, code):
    page = client.get(PATH.format(code))
    assert page.status_code == 200
    assert "public" in page.headers["Cache-Control"]
    assert "Cookie" not in page.headers.get("Vary", "")
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()


def test_the_markup_is_valid_also_with_errors_and_of_the_receipt(client):
    receipt = client.get(send().headers["Location"])
    for answer in (client.get(PATH.format("fa")), send(message="", email="x"), send(headers={}), receipt):
        html5lib.HTMLParser(strict=True).parse(answer.content.decode())


def test_a_message_is_stored_and_confirmed(client):
    first = client.get(PATH.format("en"))
    assert time_in(first)
    answer = send()
    message = Message.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/contact/received/?key={message.key}"
    assert (message.topic, message.name, message.email, message.language) == (
        "press",
        "Mina Rahimi",
        WORDS["email"],
        "fa",
    )
    assert message.text == WORDS["message"]
    assert re.fullmatch(r"AMF-\d{4}-0001", message.reference)

    receipt = client.get(answer.headers["Location"])
    assert receipt.status_code == 200
    assert receipt.headers["Cache-Control"] == "no-store"
    assert receipt.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in receipt.headers["X-Robots-Tag"]
    text = receipt.content.decode()
    assert message.reference in text
    # Whoever gets hold of the address learns nothing about the sender.
    assert not any(word in text for word in (message.email, message.name, "Our paper"))
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_secretariat_and_the_sender_get_a_mail_each(client):
    send()
    message = Message.objects.get()
    notice, confirmation = mails()
    assert notice["To"] == "secretariat@example.org"
    assert notice["Reply-To"] == message.email
    assert notice["Subject"] == f"{message.reference}: Press"
    assert "Our paper closes on Friday." in notice.get_body(("plain",)).get_content()
    assert f"/admin/snippets/public_forms/message/edit/{message.pk}/" in notice.get_body(("plain",)).get_content()

    assert confirmation["To"] == message.email
    assert message.reference in confirmation["Subject"]
    assert said("Thank you for your message. It has reached the secretariat of the Asian Mayors Forum.", "fa") in (
        confirmation.get_body(("plain",)).get_content()
    )
    for mail in (notice, confirmation):
        assert mail["Auto-Submitted"] == "auto-generated"
        html = mail.get_body(("html",)).get_content()
        assert "<img" not in html
        assert "url(" not in html
        assert "http" not in html.replace("http://testserver", "").replace(django_settings.WAGTAILADMIN_BASE_URL, "")
        blocks = re.findall(r"<(?:html|body|div|p)\b[^>]*>", html)
        assert blocks
        assert all('dir="' in block for block in blocks)
    # The address may be a stranger's: nothing that was typed is sent to it.
    assert not any(word in confirmation.as_string() for word in ("Rahimi", "Our paper"))


@pytest.fixture
def _all_languages(db):
    for row in LANGUAGES:
        locale, created = Locale.objects.get_or_create(language_code=row.code)
        if created:
            page_of("home").specific.copy_for_translation(locale).save_revision().publish()
    make_public([row.code for row in LANGUAGES])


@pytest.mark.usefixtures("_all_languages")
@pytest.mark.parametrize("code", ["ur", "ja", "tr", "ar"])
def test_the_confirmation_is_in_the_language_of_the_sender(code):
    send(language=code, message="سلام\n\nHello")
    notice, confirmation = mails()
    assert (
        said("Permanent secretariat of the Asian Mayors Forum", code) in confirmation.get_body(("plain",)).get_content()
    )
    direction = language(code).direction
    html = confirmation.get_body(("html",)).get_content()
    assert set(re.findall(r'dir="(\w+)"', html)) == {direction}
    # Each paragraph of the message has the direction of its own letters.
    html = notice.get_body(("html",)).get_content()
    assert re.search(r'<p dir="rtl"[^>]*>سلام</p>', html)
    assert re.search(r'<p dir="ltr"[^>]*>Hello</p>', html)


def test_a_form_that_is_sent_twice_is_one_message():
    time = opened()
    first, second = send(opened=time), send(opened=time)
    assert first.headers["Location"] == second.headers["Location"]
    assert Message.objects.count() == 1
    assert QueuedMail.objects.count() == 2
    # The same words on another day are another message.
    send(opened=opened(hours=2))
    assert Message.objects.count() == 2


def test_references_count_on():
    for number in range(3):
        send(message=f"Message {number}", email=f"m{number}@example.org")
    numbers = [
        reference.rpartition("-")[2] for reference in Message.objects.order_by("pk").values_list("reference", flat=True)
    ]
    assert numbers == ["0001", "0002", "0003"]


#: Sixteen letters of a domain, which mail servers see as more than fifty.
LABEL = "".join(chr(0x4E00 + 331 * number) for number in range(16))

ERRORS = {
    "empty": ({"message": ""}, "Please fill this in."),
    "only blanks": ({"message": " \n\t "}, "Please fill this in."),
    "invisible": (
        {"message": "\u200b\u2060"},
        "Nothing of this text can be seen: it has only invisible signs. Delete it and type it again.",
    ),
    "NUL": ({"message": "a\0b"}, "This text holds a sign that cannot be stored. Delete it and type it again."),
    "broken emoji": (
        {"message": b"a\xed\xa0\xbd"},
        "This text holds a sign that cannot be stored. Delete it and type it again.",
    ),
    "half a letter": (
        {"name": b"Min\xd8"},
        "This text holds a sign that cannot be stored. Delete it and type it again.",
    ),
    "sign of replacement": (
        {"name": "Min\ufffd"},
        "This text holds a sign that cannot be stored. Delete it and type it again.",
    ),
    "replaced in the address": (
        {"email": b"mina\xff@example.org"},
        "This text holds a sign that cannot be stored. Delete it and type it again.",
    ),
    "line break in the name": ({"name": "Mina\r\nBcc: all@example.org"}, "Line breaks are not possible here."),
    "another line break": ({"name": "Mina\u2028Bcc: all@example.org"}, "Line breaks are not possible here."),
    "vertical tab": ({"name": "Mina\vBcc"}, "Line breaks are not possible here."),
    "no address": (
        {"email": "mina"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "line break in the address": (
        {"email": "mina@example.org\nBcc: a@example.org"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "two addresses": (
        {"email": "mina@example.org, a@example.org"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "Persian before the @": (
        {"email": "مینا@example.org"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "long before the @": (
        {"email": f"{'a' * 65}@example.org"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "long when encoded": (
        {"email": f"a@{'.'.join([LABEL] * 5)}.org"},
        "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
    ),
    "no topic": ({"topic": ""}, "Please choose"),
    **{
        name: (
            {"email": f"a@{domain}"},
            "This is not an e-mail address. It looks like name@example.org, with Latin letters before @.",
        )
        for name, domain in {
            "label of ASCII that is too long": f"{'a' * 64}.org",
            "label that is too long": f"{'я' * 60}.org",
            "joiner where none is possible": "exa\u200cmple.org",
            "sign that no domain has": "i❤.example",
            "nothing encoded": "xn--zzzzzz.example",
        }.items()
    },
    "unknown topic": ({"topic": "press\r\nBcc: a@example.org"}, "Please choose"),
    "unknown language": ({"language": "xx"}, "Please choose"),
    "closed language": ({"language": "tr"}, "Please choose"),
    "missing fields": ({"message": None, "email": None}, "Please fill this in."),
    "too fast": ({"opened": {"seconds": 0}}, forms.TOO_FAST),
    "from the future": ({"opened": {"hours": -1}}, forms.TOO_FAST),
    "too old": ({"opened": {"hours": 25}}, forms.TOO_OLD),
    "forged time": ({"opened": opened()[:-1] + "~"}, forms.NOT_OURS),
    "no time": ({"opened": None}, forms.NOT_OURS),
    "NUL as time": ({"opened": "\0"}, forms.NOT_OURS),
    "time of another form": ({"opened": "contact:1tabcd:AAAA"}, forms.NOT_OURS),
    "trap": ({"subject": "Buy"}, forms.TRAPPED),
}


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize(("words", "reason"), ERRORS.values(), ids=ERRORS)
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(words, reason, code):
    with override("en"):
        reason = str(reason)
    if isinstance(words.get("opened"), dict):
        words = {"opened": opened(**words["opened"])}
    answer = send(code=code, **words)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert said(reason, code) in text
    assert Message.objects.count() == QueuedMail.objects.count() == 0
    for name in {"message", "name", "email"} - set(words):
        assert escape(WORDS[name]).split("\n")[0] in text
    # The list of errors is focused, and its links lead to fields that exist.
    summary = re.search(r'<div class="form__errors".*?</div>', text, re.DOTALL)[0]
    assert "autofocus" in summary
    for field in re.findall(r'href="#([^"]+)"', summary):
        assert re.search(rf'id="{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="{field}"', text)
    assert 'name="subject" id="id_subject" value=""' in text


def test_after_a_refusal_for_its_time_the_form_can_be_sent():
    answer = send(opened=opened(hours=25))
    assert forms.PublicForm(None)  # the base class alone is a form, too
    renewed = time_in(answer)
    assert send(opened=renewed).status_code == 422  # within moments
    kept = time_in(send(opened=renewed))
    assert kept == renewed  # so that waiting helps


def test_too_long_is_said_with_the_limit():
    answer = send(message="ا" * 5001)
    assert answer.status_code == 422
    assert said(gettext("This is too long: at most %(limit_value)d characters.") % {"limit_value": 5000}) in (
        answer.content.decode()
    )
    # A line break is one character, as in the browser.
    assert send(message="\r\n".join(["ا" * 99] * 50)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "stored", "recipient"),
    [
        ("ali@مثال.ایران", "ali@مثال.ایران", "ali@xn--mgbh0fb.xn--mgba3a4f16a"),
        ("mina＠example.org", "mina@example.org", "mina@example.org"),
        ("\u200emina@example.org\u200f", "mina@example.org", "mina@example.org"),
        ("mina@example.org\u200c", "mina@example.org", "mina@example.org"),
        (" mina@example.org ", "mina@example.org", "mina@example.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
        ("o'neil+forum@例え.jp", "o'neil+forum@例え.jp", "o'neil+forum@xn--r8jz45g.jp"),
        ("mina@пример.рф", "mina@пример.рф", "mina@xn--e1afmkfd.xn--p1ai"),
        # Other domains than strasse.de, fass.example and نامهای.com.
        ("mina@straße.de", "mina@straße.de", "mina@xn--strae-oqa.de"),
        ("mina@faß.example", "mina@faß.example", "mina@xn--fa-hia.example"),
        ("mina@نامه\u200cای.com", "mina@نامه\u200cای.com", "mina@xn--mgba3gch31f060k.com"),
        ("mina@mail--2.example.org", "mina@mail--2.example.org", "mina@mail--2.example.org"),
    ],
)
def test_addresses_of_all_scripts(typed, stored, recipient):
    assert send(email=typed).status_code == 303
    assert Message.objects.get().email == stored
    assert QueuedMail.objects.order_by("pk").last().recipients == [recipient]
    notice, confirmation = mails()
    assert notice["Reply-To"] == recipient
    assert confirmation["To"] == recipient


FOREIGN = {
    "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "cross-site without origin": {"Sec-Fetch-Site": "cross-site"},
    "an old browser elsewhere": {"Origin": "https://evil.example"},
    "an origin that looks like ours": {"Origin": "http://testserver.evil.example"},
    "contradicting": {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    "hidden origin": {"Origin": "null"},
    "neither": {},
    "another page": {"Referer": "https://evil.example/http://testserver/"},
    "no address": {"Referer": "http://[/"},
}


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_forms_of_other_sites_are_refused_in_words(headers, code):
    answer = send(code=code, headers=headers)
    assert answer.status_code == 403
    assert said(requests.FOREIGN.title, code) in answer.content.decode()
    assert f'lang="{code}"' in answer.content.decode()
    assert Message.objects.count() == 0


OURS = {
    "a browser of today": {"Sec-Fetch-Site": "same-origin"},
    "one that hides the origin": {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    "sent again by hand": {"Sec-Fetch-Site": "none"},
    "an old browser": {"Origin": "http://testserver"},
    "a very old browser": {"Referer": "http://testserver/en/contact/"},
}


@pytest.mark.parametrize("headers", OURS.values(), ids=OURS)
def test_forms_of_this_site_are_taken(headers):
    assert send(headers=headers).status_code == 303


def test_ten_megabytes_are_refused_in_words():
    answer = send(code="fa", message="a" * 10_000_000)
    assert answer.status_code == 413
    assert said(requests.TOO_LARGE.title, "fa") in answer.content.decode()
    page = Client().get("/fa/_util/too-large/")
    assert page.status_code == 413
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"a=1", "multipart/form-data", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
        (b"message=\xff", "application/x-www-form-urlencoded; charset=utf-16", 400),
        (b"message=%ED%A0%80", "application/x-www-form-urlencoded", 422),
        (b"&".join(b"a=1" for _ in range(12_000)), "application/x-www-form-urlencoded", 400),
        (b'{"message": "x"}', "application/json", 422),
        (b"", "", 422),
    ],
)
def test_what_is_damaged_is_refused_in_words(body, content_type, status):
    answer = Client().generic(
        "POST", "/fa/contact/", body, content_type=content_type, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == status
    assert 'lang="fa"' in answer.content.decode()


@pytest.mark.parametrize("key", ["", "x", "%00", "a" * 3000])
def test_receipts_cannot_be_guessed(client, key):
    assert client.get(f"/en/contact/received/?key={key}").status_code in (400, 404)
    assert client.get("/en/contact/received/").status_code == 404


def test_other_pages_take_nothing(client):
    answer = Client(enforce_csrf_checks=True).post("/en/who-we-are/", {"message": "x"})
    assert answer.status_code == 405
    assert "<h1>" in answer.content.decode()


def test_an_address_has_a_limit_and_others_have_not():
    answers = [send(message=f"Message {number}", email=f"m{number}@example.org") for number in range(12)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429] * 2
    text = answers[-1].content.decode()
    assert said(pages.TOO_MANY) in text
    assert "Message 11" in text
    assert answers[-1].headers["Retry-After"] == "3600"
    assert send(address="203.0.113.8").status_code == 303


def test_a_strangers_address_is_not_flooded():
    for number in range(10):
        send(message=f"Message {number}", address=f"203.0.113.{number}")
    assert Message.objects.count() == 10
    assert FormMail.objects.filter(kind="confirmation").count() == 3
    assert FormMail.objects.filter(kind="notice").count() == 10
