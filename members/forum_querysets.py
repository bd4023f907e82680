"""Querysets for the Forum's work: events, bodies, offices, published documents and titles, and the pages about them."""

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from wagtail.models import Locale, PageManager

from amf_site.languages import LANGUAGES, SOURCE_LANGUAGE
from amf_site.search.folding import fold
from amf_site.visibility.records import published
from pages.models.source import Source
from pages.querysets import PageQuerySet, name_in

from .querysets import MAX_WORDS, CategoryQuerySet
from .vocabulary import EventKind, EventStatus, Position

if TYPE_CHECKING:
    from .models import Body, City, Event, NewsPage

#: How long calendars keep an event that was cancelled, so that they take it out of their users' days.
CANCELLED_KEPT = datetime.timedelta(days=90)


class BodyQuerySet(CategoryQuerySet):
    """Bodies. Foreign keys point to their rows in the source language, the originals."""

    def in_language(self, code: str) -> "BodyQuerySet":
        """Filter to originals with a name in a language, annotated as ``local_name``: their own or their theme's."""
        rows = self.filter(published(), locale__language_code=SOURCE_LANGUAGE).select_related("theme")
        return rows.annotate(local_name=body_name(code)).filter(local_name__gt="")


def body_name(code: str, path: str = "") -> Any:
    """Return an expression for the name of a body in a language; ``path`` leads from the outer rows to the body."""
    from .models import Body, Theme  # the models use these querysets

    own = NullIf(name_in(code, Body, path), models.Value(""))
    return Coalesce(own, name_in(code, Theme, f"{path}theme__"))


class EventQuerySet(models.QuerySet):
    """Events. ``today`` is a parameter for tests and previews."""

    def with_records(self) -> "EventQuerySet":
        return self.select_related("host", "source")

    def in_language(self, code: str) -> "EventQuerySet":
        """Join the related records, annotated with ``source_name`` and ``body_name`` in a language, or null."""
        return self.with_records().annotate(
            source_name=name_in(code, Source, "source__"), body_name=body_name(code, "body__")
        )

    def coming(self, today: datetime.date | None = None) -> "EventQuerySet":
        """Return events that are not over, the next first. Postponed events are included, cancelled ones are not."""
        rows = self.filter(last_day__gte=today or timezone.localdate()).exclude(status=EventStatus.CANCELLED)
        return rows.order_by("first_day", "key")

    def past(self, today: datetime.date | None = None) -> "EventQuerySet":
        """Return events that are over, the latest first, without those that did not take place."""
        rows = self.filter(last_day__lt=today or timezone.localdate())
        return rows.exclude(status__in=[EventStatus.CANCELLED, EventStatus.POSTPONED]).order_by("-first_day", "key")

    def nearest(self, today: datetime.date | None = None) -> "EventQuerySet":
        """Order by nearness to today: what is to come, the next first, then what is over, the latest first."""
        rows = self.exclude(status__in=[EventStatus.CANCELLED, EventStatus.POSTPONED])
        to_come = When(last_day__gte=today or timezone.localdate(), then="first_day")
        return rows.order_by(Case(to_come).asc(nulls_last=True), "-first_day", "key")

    def held(self, today: datetime.date | None = None) -> "EventQuerySet":
        """Return confirmed events that have begun: what may be counted."""
        return self.filter(first_day__lte=today or timezone.localdate(), status=EventStatus.CONFIRMED)

    def assemblies(self) -> "EventQuerySet":
        """Return the General Assemblies in their order."""
        return self.filter(kind=EventKind.ASSEMBLY).order_by("first_day", "key")

    def of_city(self, city: "City") -> "EventQuerySet":
        return self.filter(host=city)

    def of_body(self, body: "Body") -> "EventQuerySet":
        return self.filter(body=body)

    def in_year(self, year: int) -> "EventQuerySet":
        return self.filter(first_day__year__lte=year, last_day__year__gte=year)

    def in_calendars(self, now: datetime.datetime | None = None) -> "EventQuerySet":
        """Return what calendars get: events with known days, also cancelled ones, which are kept for 90 days."""
        limit = (now or timezone.now()) - CANCELLED_KEPT
        known = self.exclude(precision="month").exclude(status=EventStatus.CANCELLED, modified_at__lt=limit)
        return known.order_by("first_day", "key")


class OfficeQuerySet(models.QuerySet):
    """Offices, ordered by position and then by time, the latest first."""

    def in_language(self, code: str) -> "OfficeQuerySet":
        """Join the related records, annotated with ``body_name`` and ``source_name`` in a language, or null."""
        return self.select_related("body__theme", "city", "source").annotate(
            body_name=body_name(code, "body__"), source_name=name_in(code, Source, "source__")
        )

    def of_body(self, body: "Body") -> "OfficeQuerySet":
        return self.filter(body=body)

    def of_city(self, city: "City") -> "OfficeQuerySet":
        return self.filter(city=city)

    def held_now(self, today: datetime.date | None = None) -> "OfficeQuerySet":
        """Return the offices that are held, as far as is known."""
        return self.filter(is_held(today or timezone.localdate()))

    def held_before(self, today: datetime.date | None = None) -> "OfficeQuerySet":
        """Return the offices that were held, and those of which nobody knows whether they still are."""
        today = today or timezone.localdate()
        begun = Q(since__lte=today.isoformat())  # also empty ones: "" comes before every date
        return self.filter(begun).exclude(is_held(today))

    def in_order(self) -> "OfficeQuerySet":
        """Order by the rank of the position, and by the beginning, the latest first."""
        ranks = [When(position=value, then=rank) for rank, value in enumerate(Position.values)]
        rank = Case(*ranks, default=len(ranks), output_field=models.IntegerField())
        return self.order_by("body__order", rank, "-since", "pk")


def is_held(today: datetime.date) -> Q:
    """Return a filter for offices that have begun and not ended. A term until 2029 ends with that year."""
    written = today.isoformat()
    lasts = Q(until="") | Q(until__gte=written) | Q(until__in=[written[:7], written[:4]])
    return Q(since__lte=written, is_over=False) & lasts


class PublishedDocumentQuerySet(models.QuerySet):
    """Published documents, the latest first."""

    def with_files(self) -> "PublishedDocumentQuerySet":
        """Fetch the event with its host and the files of all languages."""
        return self.select_related("event__host", "source").prefetch_related("files__file")

    def in_language(self, code: str) -> "PublishedDocumentQuerySet":
        """Join the related records, annotated with ``body_name`` and ``source_name`` in a language, or null."""
        return self.with_files().annotate(
            body_name=body_name(code, "body__"), source_name=name_in(code, Source, "source__")
        )

    def titled_like(self, query: str) -> "PublishedDocumentQuerySet":
        """Filter to documents whose titles, in any language and script, contain every word."""
        words = fold(query).split()[:MAX_WORDS]
        found = self if words else self.none()
        for word in words:
            found = found.filter(folded_titles__contains=word)
        return found

    def of_event(self, event: "Event") -> "PublishedDocumentQuerySet":
        return self.filter(event=event)

    def of_body(self, body: "Body") -> "PublishedDocumentQuerySet":
        return self.filter(body=body)


class HeldTitleQuerySet(models.QuerySet):
    """Titles held by cities."""

    def in_language(self, code: str) -> "HeldTitleQuerySet":
        """Filter to titles with a name in a language, annotated as ``local_name``, with ``source_name`` or null."""
        from .models import ForumTitle  # the models use these querysets

        named = self.select_related("city", "title", "source").annotate(
            local_name=name_in(code, ForumTitle, "title__"), source_name=name_in(code, Source, "source__")
        )
        return named.filter(published("title__"), local_name__gt="").order_by("-year", "title", "city__name")


class NewsPageQuerySet(PageQuerySet):
    """News articles."""

    def with_records(self) -> "NewsPageQuerySet":
        return super().with_records().select_related("place", "event__host")

    def for_cards(self) -> "NewsPageQuerySet":
        """Join what cards show, and leave out the texts."""
        return super().with_records().defer_streamfields()

    def latest_first(self) -> "NewsPageQuerySet":
        """Order by date, the same in all languages; a year comes after its months, and a month after its days."""
        return self.order_by("-date", "slug")

    def about_cities(self, cities: Any) -> "NewsPageQuerySet":
        """Filter to articles from or about any of these cities, given as a queryset or a list."""
        rows = self.model.cities.through.objects.filter(newspage=OuterRef("pk"), city__in=cities)
        return self.filter(Q(place__in=cities) | Exists(rows))

    def about_theme(self, slug: str) -> "NewsPageQuerySet":
        return self.filter(themes__slug=slug)

    def of_body(self, body: "Body") -> "NewsPageQuerySet":
        return self.filter(forum_body=body)

    def sharing(self, page: "NewsPage", cities: Collection[int], themes: Collection[int]) -> "NewsPageQuerySet":
        """Filter to other articles with the event of one, its cities or its themes; most in common comes first."""
        cities_of, themes_of = self.model.cities.through.objects, self.model.themes.through.objects
        weighted = [
            (Q(event__isnull=False, event=page.event_id), 4),
            (Q(place__in=cities) | Q(pk__in=cities_of.filter(city__in=cities).values("newspage")), 2),
            (Q(pk__in=themes_of.filter(theme__in=themes).values("newspage")), 1),
        ]
        parts = [Case(When(shared, then=weight), default=0) for shared, weight in weighted]
        others = self.exclude(pk=page.pk).annotate(in_common=parts[0] + parts[1] + parts[2])
        return others.filter(in_common__gt=0).order_by("-in_common", "-date", "slug")

    def only_elsewhere(self, locale: Locale) -> "NewsPageQuerySet":
        """Filter to versions of the articles of which this queryset has none in a language."""
        here = self.filter(locale=locale).order_by().values("translation_key")
        return self.exclude(locale=locale).exclude(translation_key__in=here)

    def with_all_versions(self, count: int) -> "NewsPageQuerySet":
        """Return all versions of at least so many of the latest articles; those of each come together.

        They have the same date. To group them in the database, it would have to read all pages.
        """
        latest = self.select_related("locale").order_by("-date", "translation_key")
        return latest[: count * len(LANGUAGES)]


class EventPageQuerySet(PageQuerySet):
    """Pages about events."""

    def with_records(self) -> "EventPageQuerySet":
        return super().with_records().select_related("event__host", "event__source")


NewsPageManager = PageManager.from_queryset(NewsPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)
