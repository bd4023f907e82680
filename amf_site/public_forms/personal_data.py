"""All that is stored about an e-mail address: to hand it out, or to delete it. Both are logged, without the address."""

from typing import Any

from django.core import serializers
from django.db import transaction
from wagtail.log_actions import log

from .fields import AddressField
from .models import FormMail, Submission
from .retention import retentions

EXPORTED, DELETED = "public_forms.export", "public_forms.delete"
#: Fields that say nothing about the person, or are secret, or are the work of staff.
NOT_HANDED_OUT = {"key", "fingerprint", "notes", "assigned_to", "queued", "author", "invited_by"}


def records_of(email: str) -> list[Any]:
    address = AddressField(required=False).to_python(email)
    return [record for retention in retentions() for record in retention.of(address)]


def export(email: str, user: Any = None) -> list[dict[str, Any]]:
    """Return every field of what the address has sent, and the mail about it; not the notes of the staff."""
    found = records_of(email)
    for record in found:
        log(instance=record, action=EXPORTED, user=user)
    return [fields_of(record) for record in found]


def fields_of(record: Any) -> dict[str, Any]:
    (row,) = serializers.serialize("python", [record])
    fields = {name: value for name, value in row["fields"].items() if name not in NOT_HANDED_OUT}
    if isinstance(record, Submission):
        mails = FormMail.objects.filter(reference=record.reference)
        fields |= record.further_personal_data() | {"mails": [fields_of(mail) for mail in mails]}
    return fields


@transaction.atomic
def delete(email: str, user: Any = None) -> int:
    """Delete all that the address has sent with the mail about it, and return how many records these were."""
    found = records_of(email)
    for record in found:
        log(instance=record, action=DELETED, user=user, deleted=True)
        record.delete()
    return len(found)
