"""The queue of outgoing mail."""

from django.db import models
from django.utils import timezone


class QueuedMail(models.Model):
    """An outgoing message. It is deleted once the mail server has accepted it."""

    sender = models.TextField()
    recipients = models.JSONField()
    content = models.BinaryField()
    #: Whether it goes to many readers. Such mail waits until all other mail is sent.
    is_bulk = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: The time of the next attempt; ``None`` after the mail was given up.
    due_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
