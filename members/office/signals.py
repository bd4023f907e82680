"""Delete the file of a proposed picture with its row, once that is sure."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from .models import ProposedChange


def delete_file(instance: ProposedChange, **kwargs: Any) -> None:
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name))


def connect() -> None:
    post_delete.connect(delete_file, sender=ProposedChange)
