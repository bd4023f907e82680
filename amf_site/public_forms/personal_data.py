"""All that is stored about an e-mail address: to hand it out, or to delete it. Both are logged, by reference only."""

from typing import Any

from django.core import serializers
from django.db import transaction
from wagtail.log_actions import log

from .fields import AddressField
from .models import FormMail
from .retention import FORMS

EXPORTED, DELETED = "public_forms.export", "public_forms.delete"


def submissions_of(email: str) -> list[Any]:
    address = AddressField(required=False).to_python(email)
    return [sent for form in FORMS for sent in form.of(address)]


def export(email: str, user: Any = None) -> list[dict[str, Any]]:
    """Return every field of what the address has sent, and the mail about it; not the notes of the staff."""
    found = submissions_of(email)
    for sent in found:
        log(instance=sent, action=EXPORTED, user=user)
    return [
        {
            **fields_of(sent, leave_out={"key", "fingerprint", "notes", "assigned_to", "queued"}),
            "mails": [
                fields_of(mail, leave_out={"queued", "author"})
                for mail in FormMail.objects.filter(reference=sent.reference)
            ],
        }
        for sent in found
    ]


def fields_of(record: Any, leave_out: set[str]) -> dict[str, Any]:
    (row,) = serializers.serialize("python", [record])
    return {name: value for name, value in row["fields"].items() if name not in leave_out}


@transaction.atomic
def delete(email: str, user: Any = None) -> int:
    """Delete all that the address has sent with the mail about it, and return how many forms these were."""
    found = submissions_of(email)
    for sent in found:
        log(instance=sent, action=DELETED, user=user, deleted=True)
        sent.delete()
    return len(found)
