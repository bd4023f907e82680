"""The life cycle of a language: create it and its drafts, then show it to staff and to readers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from amf_site.visibility.models import LanguageStage

from ..conf import Language, host
from ..models import Job
from . import jobs
from .coverage import Coverage, coverage_of
from .overview import BoardData
from .submission import item_of

#: Log actions.
STAGE_CHANGED, COVERAGE_CHANGED = "translation.stage", "translation.minimum_coverage"


class CannotOpenError(Exception):
    """The language cannot take this step now. The message is for staff."""


def languages_to_open() -> list[Language]:
    """Return the configured languages that the site does not have yet."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    return [row for row in host.languages if row.code not in known]


def what_is_missing(locale: Locale) -> list[dict[str, Any]]:
    """Return the items of a job that creates a language's drafts: pages from the landing page down, then records."""
    return [
        item_of(row.source, locale)
        for row in BoardData.load([locale]).rows()
        if row.source.is_live and row.is_missing_in(locale)
    ]


@transaction.atomic
def make_drafts(locale: Locale, user: Any) -> Job:
    """Start a job that creates a draft of everything that the language lacks."""
    return jobs.start(Job.Kind.OPEN, user, what_is_missing(locale), {"locale": locale.pk})


@transaction.atomic
def open_language(code: str, user: Any) -> Job:
    """Create a language, hidden from readers, and its drafts. Raise ``CannotOpenError`` if it already exists."""
    locale, created = Locale.objects.get_or_create(language_code=code)
    if not created:
        raise CannotOpenError(_("The site has this language already."))
    return make_drafts(locale, user)


def obstacles(coverage: Coverage, stage: str) -> list[str]:
    """Return the reasons why a language cannot enter a stage; empty if it can."""
    if stage != LanguageStage.Stage.PUBLIC:
        return []
    found = []
    if not coverage.home_is_live:
        found.append(_("Its landing page is not live."))
    if not coverage.is_enough:
        found.append(
            _("%(percent)s %% of the site is live; it takes at least %(minimum)s %%.")
            % {"percent": coverage.percent, "minimum": coverage.stage.minimum_coverage}
        )
    return found


@transaction.atomic
def set_stage(locale: Locale, stage: str, user: Any) -> None:
    """Set the stage of a language. Raise ``CannotOpenError`` if it cannot enter it; nothing has changed then."""
    row = LanguageStage.objects.select_for_update().get_or_create(locale=locale)[0]
    if against := obstacles(coverage_of(locale), stage):
        raise CannotOpenError(" ".join(against))
    before, row.stage = row.stage, stage
    row.save(update_fields=["stage"])
    log(locale, STAGE_CHANGED, user=user, data={"from": before, "to": stage})


@transaction.atomic
def set_minimum_coverage(locale: Locale, percent: int, user: Any) -> None:
    row = LanguageStage.objects.select_for_update().get_or_create(locale=locale)[0]
    before, row.minimum_coverage = row.minimum_coverage, percent
    row.save(update_fields=["minimum_coverage"])
    log(locale, COVERAGE_CHANGED, user=user, data={"from": before, "to": percent})
