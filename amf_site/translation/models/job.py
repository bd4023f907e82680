"""Background jobs."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A job with its items, its progress and its report.

    Each item is processed in one transaction together with its line of the report, so a job that is killed continues
    with the next item when it is run again (``jobs.run``).
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit", _("Submit for translation")
        PUBLISH = "publish", _("Publish translations")
        IMPORT = "import", _("Import a file")
        EXPORT = "export", _("Export")
        OPEN = "open", _("Open a language")
        MACHINE = "machine", _("Translate by machine")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    #: One JSON value for each item, in the order of processing.
    items = models.JSONField(default=list)
    #: Options for all items.
    options = models.JSONField(default=dict, blank=True)
    #: Number of processed items.
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="translation-jobs", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Time of the last progress.
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state == self.State.DONE

    @cached_property
    def report(self) -> list[dict[str, Any]]:
        """One line for each processed item, in order: ``{"item": …, "outcome": "done" | "failed", "message": "…"}``."""
        return list(self.lines.values_list("line", flat=True))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("report", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.items) if self.items else 100


class JobLine(models.Model):
    """The result of one item. A separate row, since a report of thousands of lines would be rewritten for each item."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    line = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.line)
