"""A long piece of work that the worker does while its owner goes on."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """What is to be done, how far it is, and what was found.

    Each item is done in one transaction together with its line of the report, so a job that is killed at any moment
    goes on with the next item when it is run again (``jobs.run``).
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
    #: One JSON value for each item of work, in the order in which they are done.
    items = models.JSONField(default=list)
    #: What holds for all items.
    options = models.JSONField(default=dict, blank=True)
    #: How many items are done.
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="translation-jobs", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: Last sign of life.
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
        """A line for each done item, in their order: ``{"item": …, "outcome": "done" | "failed", "message": "…"}``."""
        return list(self.lines.values_list("line", flat=True))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("report", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.items) if self.items else 100


class JobLine(models.Model):
    """What came of one item. A row of its own, as a report of thousands would be written anew for each of them."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    line = models.JSONField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.line)
