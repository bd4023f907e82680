"""Translation coverage of each language, computed for all languages in a constant number of queries."""

from dataclasses import dataclass

from wagtail.models import Locale

from amf_site.visibility.models import LanguageStage

from ..conf import Language, host
from ..models import Job
from .overview import BoardData, Share


@dataclass(frozen=True)
class Coverage(Share):
    """The coverage of a language, as on the board, with the other facts that decide about its stage."""

    locale: Locale
    stage: LanguageStage
    #: Number of sources whose segments are all translated and reviewed.
    complete: int
    #: Number of pages that are live in the language.
    live_pages: int
    home_is_live: bool
    #: The unfinished job that creates the drafts of the language, if there is one.
    job: Job | None

    @property
    def language(self) -> Language:
        return host.language(self.locale.language_code)

    @property
    def is_enough(self) -> bool:
        return self.percent >= self.stage.minimum_coverage


def coverages() -> list[Coverage]:
    """Return a row for each language except the source language, in the order of ``host.languages``."""
    working = {
        job.options["locale"]: job for job in Job.objects.filter(kind=Job.Kind.OPEN).exclude(state=Job.State.DONE)
    }
    locales = sorted(
        Locale.objects.exclude(language_code=host.source_language).select_related("stage"),
        key=lambda locale: host.place_of(locale.language_code),
    )
    desk = BoardData.load(locales)
    rows = desk.rows()
    found = []
    for locale in locales:
        share = desk.share(locale.pk)
        cells = [(row.source, row.cells[locale.pk]) for row in rows if locale.pk in row.cells]
        live = [source for source, cell in cells if source.is_page and cell.is_live]
        found.append(
            Coverage(
                wanted=share.wanted,
                started=share.started,
                live=share.live,
                locale=locale,
                stage=getattr(locale, "stage", None) or LanguageStage(locale=locale),
                complete=sum(cell.is_complete for source, cell in cells if desk.is_wanted(source, locale.pk)),
                live_pages=len(live),
                home_is_live=any(source.is_home for source in live),
                job=working.get(locale.pk),
            )
        )
    return found


def coverage_of(locale: Locale) -> Coverage:
    return next(row for row in coverages() if row.locale == locale)
