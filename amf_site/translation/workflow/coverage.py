"""How much of the site a language has: counted for all languages at once, in a number of queries that does not grow."""

from dataclasses import dataclass

from wagtail.models import Locale

from amf_site.visibility.models import LanguageStage

from ..conf import Language, host
from ..models import Job
from .overview import BoardData, Share


@dataclass(frozen=True)
class Coverage(Share):
    """A language's share of the live pages and records, as the board has it, and what else decides about its stage."""

    locale: Locale
    stage: LanguageStage
    #: How much has all its segments translated and looked at.
    complete: int
    #: How many pages readers have in it.
    live_pages: int
    home_is_live: bool
    #: The job that makes its drafts, while it is at work.
    job: Job | None

    @property
    def language(self) -> Language:
        return host.language(self.locale.language_code)

    @property
    def is_enough(self) -> bool:
        return self.percent >= self.stage.minimum_coverage


def coverages() -> list[Coverage]:
    """A row for each language but that of the sources, in the order of the table of languages."""
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
