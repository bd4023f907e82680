"""What is stored is deleted in time, handed out and deleted on request; the privacy page tells the same."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from wagtail.models import ModelLogEntry

from amf_site.accounts.models import Attempt, DailySalt
from amf_site.mail.models import QueuedMail
from amf_site.public_forms.models import FormMail, Message, Submission
from amf_site.public_forms.retention import public_forms
from tests.public_forms.sending import send
from tests.servers import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secretariat(settings):
    settings.CONTACT_EMAIL, settings.PROXY_COUNT = "secretariat@example.org", 1


def age(message: Message, **ago: float) -> None:
    Message.objects.filter(pk=message.pk).update(received_at=timezone.now() - timedelta(**ago))


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_every_form_is_in_the_table():
    def below(model: type[models.Model]) -> set:
        return {found for kind in model.__subclasses__() for found in (kind, *below(kind))}

    assert {form.model for form in public_forms()} == below(Submission)


def test_after_a_year_nothing_is_left():
    send()
    send(message="Another one", email="b@example.org")
    old, new = Message.objects.order_by("pk")
    age(old, days=365, minutes=1)
    age(new, days=364)
    run("delete_expired")
    assert list(Message.objects.all()) == [new]
    assert set(FormMail.objects.values_list("reference", flat=True)) == {new.reference}
    assert QueuedMail.objects.count() == 2
    assert "manage.py delete_expired" in (ROOT / "amf_site/deploy/entrypoint.sh").read_text(encoding="utf-8")


def test_the_privacy_page_says_what_the_table_says(client):
    text = client.get("/en/privacy/").content.decode()
    for form in public_forms():
        row = re.search(rf'<tr><th scope="row">{form.label}</th>.*?</tr>', text, re.DOTALL)
        assert row
        assert f"{form.months} months" in row[0]
    assert "۱۲ ماه" in client.get("/fa/privacy/").content.decode()


def test_all_of_an_address_is_handed_out_and_deleted():
    send(email="Mina@Example.org")
    send(message="Another one", email="mina@example.org")
    send(message="A third", email="notmina@example.org")
    Message.objects.update(notes="internal")
    found = json.loads(run("personal_data", "export", "MINA@example.org"))
    assert [row["text"] for row in found] == ["Another one", Message.objects.order_by("pk")[0].text]
    assert len(found[0]["mails"]) == 2
    assert not any(word in json.dumps(found) for word in ("internal", Message.objects.first().key, "notmina"))
    assert ModelLogEntry.objects.filter(action="public_forms.export").count() == 2

    assert "2" in run("personal_data", "delete", " mina＠example.org")
    assert [message.email for message in Message.objects.all()] == ["notmina@example.org"]
    assert FormMail.objects.count() == QueuedMail.objects.count() == 2
    logged = ModelLogEntry.objects.filter(action="public_forms.delete")
    assert logged.count() == 2
    # The log keeps no personal data.
    assert not any("mina" in f"{entry.label} {entry.data}".lower() for entry in ModelLogEntry.objects.all())
    assert "0" in run("personal_data", "delete", "mina@example.org")
    assert json.loads(run("personal_data", "export", "nobody")) == []


def test_the_page_of_the_admin_does_the_same(editor):
    send()
    page = "/admin/personal-data/"
    assert editor.get(page).status_code == 200
    message = Message.objects.get()
    assert message.reference in editor.post(page, {"email": message.email, "find": ""}).content.decode()
    answer = editor.post(page, {"email": message.email, "export": ""})
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json()[0]["text"] == message.text
    assert editor.post(page, {"email": message.email, "delete": ""}).status_code == 200
    assert not Message.objects.exists()
    assert "Nothing is stored" in editor.post(page, {"email": message.email, "find": ""}).content.decode()
    assert set(ModelLogEntry.objects.values_list("action", flat=True)) >= {"public_forms.export", "public_forms.delete"}
    assert editor.post(page, {"email": ""}).status_code == 200


def test_the_salt_is_renewed_daily_and_the_old_one_is_gone():
    send()
    first, keys = DailySalt.objects.get(), set(Attempt.objects.values_list("key", flat=True))
    DailySalt.objects.update(day=first.day - timedelta(days=1))
    send(message="Another one")
    assert DailySalt.objects.get().salt != first.salt
    assert not keys & set(Attempt.objects.exclude(key__in=keys).values_list("key", flat=True))
    assert not any("203.0.113" in key for key in Attempt.objects.values_list("key", flat=True))
