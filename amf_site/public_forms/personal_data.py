"""All that is stored about an e-mail address: to hand it out, or to delete it. Both are logged, by reference only."""

from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import Model
from wagtail import hooks
from wagtail.log_actions import log

from .fields import AddressField
from .models import FormMail, Submission
from .retention import public_forms

EXPORTED, DELETED = "public_forms.export", "public_forms.delete"


def submissions_of(email: str) -> list[Submission]:
    models = (form.model for form in public_forms())
    return [sent for model in models for sent in model._default_manager.filter(email__iexact=normal(email))]


def records_of(email: str) -> list[Model]:
    """Return what else is stored about the address, by the models that apps name with the hook ``personal_records``."""
    models = (hook() for hook in hooks.get_hooks("personal_records"))
    return [record for model in models for record in model._default_manager.filter(email__iexact=normal(email))]


def normal(email: str) -> str:
    return AddressField(required=False).to_python(email)


def export(email: str, user: Any = None) -> list[dict[str, Any]]:
    """Return every field of what the address has sent, and the mail about it; not the notes of the staff."""
    found = submissions_of(email)
    for sent in found:
        log(instance=sent, action=EXPORTED, user=user)
    others = records_of(email)
    for record in others:
        log(instance=record, action=EXPORTED, user=user)
    return [
        {
            **fields_of(sent, leave_out={"key", "fingerprint", "notes", "assigned_to"}),
            "mails": [
                fields_of(mail, leave_out={"queued", "author"})
                for mail in FormMail.objects.filter(reference=sent.reference)
            ],
        }
        for sent in found
    ] + [fields_of(record, leave_out={"invited_by"}) for record in others]


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
    others = records_of(email)
    for record in others:
        log(instance=record, action=DELETED, user=user, deleted=True)
        record.delete()
    return len(found) + len(others)
