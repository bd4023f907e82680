"""Mail on its way out."""

from django.db import models
from django.utils import timezone


class QueuedMail(models.Model):
    """A message from the moment it is sent until the mail server has taken it; then it is deleted."""

    sender = models.TextField()
    recipients = models.JSONField()
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    #: When it is tried next; empty once it has been given up.
    due_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
