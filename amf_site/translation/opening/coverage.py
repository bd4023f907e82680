"""How much of the site a language has: counted for all languages at once, in a number of queries that does not grow."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.languages import LANGUAGES, SOURCE_LANGUAGE, Language, language
from amf_site.visibility.models import LanguageStage

from ..models import Job, Unwanted

#: The landing pages' depth.
HOME_DEPTH = 2


@dataclass(frozen=True)
class Coverage:
    """A language's share of the live pages of the source language. Pages that nobody wants in it do not count."""

    locale: Locale
    stage: LanguageStage
    #: Live pages of the source language that are wanted in this one.
    wanted: int
    #: How many of them exist in it, have all their segments translated and looked at, are before readers.
    started: int
    complete: int
    live: int
    home_is_live: bool
    #: The job that makes its drafts, while it is at work.
    job: Job | None

    @property
    def language(self) -> Language:
        return language(self.locale.language_code)

    @property
    def percent(self) -> int:
        return 100 * self.live // self.wanted if self.wanted else 0

    @property
    def is_enough(self) -> bool:
        return self.percent >= self.stage.minimum_coverage

    @property
    def may_be_public(self) -> bool:
        return self.is_enough and self.home_is_live


def source_pages() -> QuerySet[Page]:
    """What a language is measured by."""
    return Page.objects.live().filter(depth__gte=HOME_DEPTH, alias_of=None, locale__language_code=SOURCE_LANGUAGE)


def coverages() -> list[Coverage]:
    """A row for each language but that of the sources, in the order of the table of languages: six queries."""
    keys = source_pages().values("translation_key")
    total = source_pages().count()
    unwanted = dict(
        Unwanted.objects.filter(translation_key__in=keys).values_list("locale").annotate(Count("pk")).order_by()
    )
    refused = Unwanted.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"))
    pages = Page.objects.filter(~Exists(refused), alias_of=None, translation_key__in=keys).order_by()
    there = {
        row["locale"]: row
        for row in pages.values("locale").annotate(started=Count("pk"), live=Count("pk", filter=Q(live=True)))
    }
    complete = complete_translations()
    live_homes = set(pages.live().filter(depth=HOME_DEPTH).values_list("locale", flat=True))
    working = {
        job.options["locale"]: job
        for job in Job.objects.filter(kind=Job.Kind.OPEN).exclude(state__in=(Job.State.DONE, Job.State.FAILED))
    }
    places = {row.code: place for place, row in enumerate(LANGUAGES)}
    locales = sorted(
        Locale.objects.exclude(language_code=SOURCE_LANGUAGE).select_related("stage"),
        key=lambda locale: (places.get(locale.language_code, len(places)), locale.language_code),
    )
    return [
        Coverage(
            locale=locale,
            stage=getattr(locale, "stage", None) or LanguageStage(locale=locale),
            wanted=total - unwanted.get(locale.pk, 0),
            started=there.get(locale.pk, {}).get("started", 0),
            complete=complete.get(locale.pk, 0),
            live=there.get(locale.pk, {}).get("live", 0),
            home_is_live=locale.pk in live_homes,
            job=working.get(locale.pk),
        )
        for locale in locales
    ]


def complete_translations() -> dict[int, int]:
    """How many of the wanted pages have all their segments translated and looked at, by the id of the locale."""
    words = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=OuterRef(OuterRef("target_locale"))
    )
    left = StringSegment.objects.filter(
        ~Exists(words.filter(has_error=False)) | Exists(words.filter(review__isnull=False)), source=OuterRef("source")
    )
    unwanted = Unwanted.objects.filter(translation_key=OuterRef("source__object"), locale=OuterRef("target_locale"))
    whole = Translation.objects.filter(
        ~Exists(left), ~Exists(unwanted), enabled=True, source__object__in=source_pages().values("translation_key")
    )
    return dict(whole.order_by().values_list("target_locale").annotate(Count("pk")))


def coverage_of(locale: Locale) -> Coverage:
    return next(row for row in coverages() if row.locale == locale)
