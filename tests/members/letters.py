"""Helpers for tests of letters: readers who subscribe as a browser does, and letters with pages of the demo."""

import itertools
import re
from email import message_from_bytes, policy
from typing import Any

from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from amf_site.mail.models import QueuedMail
from members.letters import sending
from members.models import Letter, LetterItem, LetterWords, NewsPage, Subscriber

PATH = "/{}/letters/"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


#: How many seconds ago forms were opened. It falls, as otherwise two could be of the same second while time goes on.
AGES = itertools.count(80_000, -1)


class SignerOfThePast(TimestampSigner):
    def timestamp(self) -> str:
        return b62_encode(int(timezone.now().timestamp()) - next(AGES))


def opened() -> str:
    """The signed time of a form that was opened some hours ago."""
    return SignerOfThePast(salt="amf_site.public_forms.letters").sign("letters")


def ask(email: str = "mina@example.org", language: str = "en", *, code: str = "en", **more: Any):
    """Send the form without a cookie, as through the proxy."""
    address = more.pop("address", "203.0.113.7")
    said = {"email": email, "language": language, "opened": opened(), "subject": ""} | more
    return Client().post(
        PATH.format(code),
        urlencode(said),
        content_type="application/x-www-form-urlencoded",
        headers=OURS | {"X-Forwarded-For": address},
    )


def mails() -> list:
    return [message_from_bytes(bytes(row.content), policy=policy.default) for row in QueuedMail.objects.order_by("pk")]


def text_of(mail: Any) -> str:
    return mail.get_body(("plain",)).get_content()


def path_in(mail: Any, step: str) -> str:
    """The path of the link in a mail to a step, as the reader's browser asks for it."""
    found = re.search(rf"https?://[^/]+(/[a-z-]+/_util/letters/{step}/\?key=[\w-]+)", text_of(mail))
    assert found, text_of(mail)
    return found[1]


def subscribe(email: str = "mina@example.org", language: str = "en") -> Subscriber:
    return Subscriber.objects.create(email=email, language=language)


def letter_of(*pages: Any, **words: Any) -> Letter:
    """A letter with these pages; ``words`` are the subject and the text of each language."""
    letter = Letter.objects.create(name="Trial")
    for page in pages:
        LetterItem.objects.create(letter=letter, page=page)
    for code, (subject, text) in words.items():
        LetterWords.objects.create(letter=letter, language=code, subject=subject, text=text)
    return letter


def articles(code: str = "en") -> list[NewsPage]:
    return list(NewsPage.objects.live().filter(locale__language_code=code).order_by("pk"))


def send(letter: Letter) -> None:
    assert sending.start(letter)
    sending.send_due()


def to(email: str):
    (found,) = (mail for mail in mails() if mail["To"] == email)
    return found
