"""A thousand forms of a bot send no flood of mail, hurt no reader and stop no person."""

from email import message_from_bytes

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amf_site.mail.delivery import deliver_due
from amf_site.mail.models import QueuedMail
from amf_site.public_forms import mails
from amf_site.public_forms.models import FormMail, Message
from tests import gates
from tests.members import joining, letters
from tests.office import offices
from tests.public_forms.sending import send

pytestmark = pytest.mark.django_db
PAGES = ("/en/", "/fa/members/", "/en/contact/", "/en/who-we-are/", "/fa/privacy/")


@pytest.fixture(autouse=True)
def _secretariat(settings):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1


def costs(client) -> list[int]:
    found = []
    for page in PAGES:
        client.get(page)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies
        found.append(len(queries))
    return found


def test_a_thousand_forms_of_one_bot(client):
    before = costs(client)
    statuses = [send(message=f"Buy {number}", email=f"b{number}@example.org").status_code for number in range(1000)]
    assert statuses == [303] * 10 + [429] * 990
    assert Message.objects.count() == 10
    assert QueuedMail.objects.count() == 20
    assert costs(client) == before
    assert send(address="198.51.100.7", email="person@example.org").status_code == 303
    assert FormMail.objects.filter(recipient="person@example.org", kind="confirmation").exists()


def subscribe(number: int):
    return letters.ask(f"b{number}@example.org", address="203.0.113.7")


def apply(number: int):
    return joining.fill_in(Client(), code="en", name=f"Bot {number}", email=f"b{number}@example.org")


def knock(number: int):
    words = {"opened": offices.opened("office-link"), "subject": "", "email": f"b{number}@example.org"}
    headers = offices.ORIGIN | {"X-Forwarded-For": "203.0.113.7"}
    return offices.send(Client(), "/en/office/", headers=headers, **words)


@pytest.mark.parametrize(("form", "most_mails"), [(subscribe, 10), (apply, 0), (knock, 0)])
def test_a_bot_at_another_form(client, form, most_mails):
    before = costs(client)
    assert [form(number).status_code for number in range(200)] == [303] * 10 + [429] * 190
    assert QueuedMail.objects.count() <= most_mails
    assert costs(client) == before
    # Another form of the same network, and a person elsewhere.
    assert send(address="203.0.113.7", email="neighbour@example.org").status_code == 303
    assert letters.ask("person@example.org", address="198.51.100.7").status_code == 303


def test_a_flood_from_many_addresses_is_stored_and_sends_few_mails(client):
    for number in range(300):
        answer = send(
            message=f"Buy {number}", email=f"b{number}@example.org", address=f"198.51.{number // 250}.{number % 250}"
        )
        assert answer.status_code == 303
    assert Message.objects.count() == 300
    assert QueuedMail.objects.count() <= 2 * mails.OF_A_FORM
    answer = send(address="203.0.113.9", email="person@example.org")
    assert answer.status_code == 303
    receipt = client.get(answer.headers["Location"]).content.decode()
    # Nothing is promised that will not come.
    assert "A confirmation is on its way" not in receipt


def test_a_mail_server_that_is_away_for_a_day_loses_nothing_and_the_order_is_kept(settings):
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    for number in range(5):
        send(message=f"Message {number}", email=f"m{number}@example.org")
        deliver_due()
    assert QueuedMail.objects.count() == 10
    QueuedMail.objects.update(created_at=timezone.now() - timezone.timedelta(days=1), due_at=timezone.now())
    with gates.mail_server() as server:
        settings.EMAIL_PORT = server.port
        deliver_due()
        subjects = [message_from_bytes(content)["Subject"] for _recipients, content in server.letters]
    references = list(Message.objects.order_by("pk").values_list("reference", flat=True))
    assert [subject[:13] for subject in subjects[::2]] == references
    assert [recipients[0] for recipients, _content in server.letters[1::2]] == [
        f"m{number}@example.org" for number in range(5)
    ]
    assert {mail.state for mail in FormMail.objects.all()} == {"sent"}
