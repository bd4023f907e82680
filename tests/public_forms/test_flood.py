"""A thousand forms of a bot send no flood of mail, hurt no reader and stop no person."""

from email import message_from_bytes

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amf_site.mail.delivery import deliver_due
from amf_site.mail.models import QueuedMail
from amf_site.public_forms import mails
from amf_site.public_forms.models import FormMail, Message
from tests import gates
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
