"""What is stored about the people of an office: handed out, deleted on request, and deleted in time."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from amf_site.public_forms.retention import delete_expired, retentions
from members.office.models import OfficeAddress, OfficeLink, OfficeSession, Proposal, ProposedChange
from tests.office.offices import browser_of, office_of, propose
from tests.servers import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    client = browser_of(office_of("Tehran", "mina@tehran.example"))
    assert propose(client, "news", title="A new line", text="It opens.", url="").status_code == 303
    return Proposal.objects.get()


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_all_of_an_office_is_handed_out_and_deleted(proposal):
    office_of("Bangkok", "other@bangkok.example")
    found = json.loads(run("personal_data", "export", "Mina@tehran.example"))
    assert {row["email"] for row in found} == {"mina@tehran.example"}
    assert {row.get("reference") for row in found} == {proposal.reference, None}
    (changes,) = [row["changes"] for row in found if "changes" in row]
    assert [(change["kind"], change["new"]["title"], change["state"]) for change in changes] == [
        ("news", "A new line", "waiting")
    ]
    assert proposal.key not in json.dumps(found)
    assert "2" in run("personal_data", "delete", "mina@tehran.example")
    assert not Proposal.objects.exists()
    assert not ProposedChange.objects.exists()
    assert not OfficeSession.objects.exists()
    assert OfficeAddress.objects.get().email == "other@bangkok.example"


def test_proposals_and_ways_in_are_deleted_in_time(proposal):
    assert Proposal in {form.model for form in retentions()}
    Proposal.objects.update(received_at=timezone.now() - timedelta(days=729))
    delete_expired()
    assert Proposal.objects.exists()
    Proposal.objects.update(received_at=timezone.now() - timedelta(days=731))
    delete_expired()
    assert not Proposal.objects.exists()
    OfficeLink.objects.update(created_at=timezone.now() - timedelta(hours=1))
    OfficeSession.objects.update(began_at=timezone.now() - timedelta(hours=3))
    ended = office_of("Bangkok", "old@bangkok.example")
    OfficeAddress.objects.filter(pk=ended.pk).update(ended_at=timezone.now() - timedelta(days=366))
    run("tend_offices")
    delete_expired()
    assert not OfficeLink.objects.exists()
    assert not OfficeSession.objects.exists()
    assert OfficeAddress.objects.get().email == "mina@tehran.example"
    assert "manage.py tend_offices" in (ROOT / "amf_site/deploy/entrypoint.sh").read_text(encoding="utf-8")
