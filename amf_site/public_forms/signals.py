"""Keep the mail of a submission in step with the mail queue, and delete it with the submission."""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone

from amf_site.mail.models import QueuedMail

from .models import FormMail, Submission


def note_delivery(instance: QueuedMail, **kwargs: Any) -> None:
    """Note when a mail was sent: it leaves the queue for that reason, unless it was given up before."""
    if instance.due_at is not None:
        FormMail.objects.filter(queued=instance).update(sent_at=timezone.now())


def delete_mail(instance: Submission, **kwargs: Any) -> None:
    """Delete the mail about a submission, including what still waits in the queue."""
    mails = FormMail.objects.filter(reference=instance.reference)
    QueuedMail.objects.filter(pk__in=list(mails.exclude(queued=None).values_list("queued", flat=True))).delete()
    mails.delete()


def connect() -> None:
    pre_delete.connect(note_delivery, sender=QueuedMail)
    for model in apps.get_models():
        if issubclass(model, Submission):
            post_delete.connect(delete_mail, sender=model)
