"""Querysets for cities, projects, partnerships and categories. Those of the Forum's work are in ``forum_querysets``."""

import math
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Cast, Cos, Radians, Sin
from wagtail.models import PageManager

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.search.folding import fold
from amf_site.visibility.records import published
from pages.models.source import Source
from pages.querysets import PageQuerySet, name_in

#: Maximum number of words of a search query; further words are ignored.
MAX_WORDS = 8

if TYPE_CHECKING:
    from .models import City


class CategoryQuerySet(models.QuerySet):
    """Categories. Foreign keys point to their rows in the source language, the originals."""

    def originals(self) -> "CategoryQuerySet":
        return self.filter(locale__language_code=SOURCE_LANGUAGE)

    def in_language(self, code: str) -> "CategoryQuerySet":
        """Filter to originals that have a name in a language, annotated as ``local_name``."""
        named = self.originals().filter(published()).annotate(local_name=name_in(code, self.model))
        return named.filter(local_name__gt="")


class CityPageQuerySet(PageQuerySet):
    """City profiles."""

    def with_records(self) -> "CityPageQuerySet":
        return super().with_records().select_related("city", "pdf")

    def in_alphabet(self) -> "CityPageQuerySet":
        """Order by title, alphabetically in the language of the profiles."""
        return self.order_by("sort_key", "title")

    def named_like(self, query: str) -> "CityPageQuerySet":
        """Filter to cities whose names, in any language, script or spelling, or whose country contain every word."""
        words = fold(query).split()[:MAX_WORDS]
        found = self if words else self.none()
        for word in words:
            found = found.filter(city__folded_names__contains=word)
        return found

    def nearest_to(self, city: "City") -> "CityPageQuerySet":
        """Return other cities, nearest first, ordered by the cosine of the great-circle distance."""
        latitude, longitude = math.radians(city.latitude), math.radians(city.longitude)
        north = Radians(Cast("city__latitude", FloatField()))
        east = Radians(Cast("city__longitude", FloatField())) - Value(longitude)
        nearness = Sin(north) * Value(math.sin(latitude)) + Cos(north) * Cos(east) * Value(math.cos(latitude))
        return self.exclude(city=city).annotate(nearness=nearness).order_by("-nearness", "pk")


class ProjectPageQuerySet(PageQuerySet):
    """Project pages."""

    def with_records(self) -> "ProjectPageQuerySet":
        return super().with_records().select_related("city")

    def newest_first(self) -> "ProjectPageQuerySet":
        return self.order_by(F("completed").desc(nulls_first=True), F("started").desc(nulls_last=True), "title")


class PartnershipQuerySet(models.QuerySet):
    """Partnerships. The row in the source language holds the facts that all languages share."""

    def in_language(self, code: str) -> "PartnershipQuerySet":
        """Return one row for each partnership with both cities, annotated with ``local_subject`` and ``source_name``.

        Both are texts in the given language, or null if they are not translated.
        """
        originals = self.filter(published(), locale__language_code=SOURCE_LANGUAGE)
        return originals.select_related("first", "second", "source").annotate(
            local_subject=name_in(code, self.model, field="subject"), source_name=name_in(code, Source, "source__")
        )

    def of_city(self, city: "City") -> "PartnershipQuerySet":
        return self.filter(Q(first=city) | Q(second=city))

    def by_age(self) -> "PartnershipQuerySet":
        """Order by the first year, newest first; unknown years come last."""
        return self.order_by(F("since").desc(nulls_last=True), "first__name", "second__name")


CityPageManager = PageManager.from_queryset(CityPageQuerySet)
ProjectPageManager = PageManager.from_queryset(ProjectPageQuerySet)
