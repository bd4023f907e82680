"""Counts of downloads of the plan."""

import logging

from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amf_site.languages import LANGUAGES

from .edition import PlanEdition

logger = logging.getLogger(__name__)


class DownloadCount(models.Model):
    """The number of downloads of an edition in a language on a day. No data about the readers is stored."""

    day = models.DateField(_("day"))
    edition = models.ForeignKey(PlanEdition, on_delete=models.CASCADE, related_name="downloads")
    language = models.CharField(_("language"), max_length=10, choices=[(row.code, row.own_name) for row in LANGUAGES])
    count = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        verbose_name = _("number of downloads")
        verbose_name_plural = _("numbers of downloads")
        constraints = (models.UniqueConstraint(fields=["day", "edition", "language"], name="one_count_a_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.language}: {self.count}"


def count_download(edition_id: int, language: str) -> None:
    """Add one to today's count. A database error is only logged, so that the reader still gets the file."""
    key = {"day": timezone.localdate(), "edition_id": edition_id, "language": language}
    try:
        with transaction.atomic():
            if not DownloadCount.objects.filter(**key).update(count=F("count") + 1):
                DownloadCount.objects.update_or_create(
                    **key, defaults={"count": F("count") + 1}, create_defaults={"count": 1}
                )
    except DatabaseError:
        logger.exception("a download of the plan was not counted")
