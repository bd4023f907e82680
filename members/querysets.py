"""Questions about cities, by their meaning."""

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

#: Further words of a query are not looked at.
MAX_WORDS = 8

if TYPE_CHECKING:
    from .models import City


class CategoryQuerySet(models.QuerySet):
    """Categories, each once: the row of the source language, which records point at."""

    def originals(self) -> "CategoryQuerySet":
        return self.filter(locale__language_code=SOURCE_LANGUAGE)

    def in_language(self, code: str) -> "CategoryQuerySet":
        """Those that have a name in a language, with it as ``local_name``."""
        named = self.originals().filter(published()).annotate(local_name=name_in(code, self.model))
        return named.filter(local_name__gt="")


class CityPageQuerySet(PageQuerySet):
    """City profiles."""

    def with_records(self) -> "CityPageQuerySet":
        return super().with_records().select_related("city", "pdf")

    def in_alphabet(self) -> "CityPageQuerySet":
        """In the alphabetical order of the language that the profiles are in."""
        return self.order_by("sort_key", "title")

    def named_like(self, query: str) -> "CityPageQuerySet":
        """Cities with a name in any language, script or spelling, or a country, that holds every word of the query."""
        words = fold(query).split()[:MAX_WORDS]
        found = self if words else self.none()
        for word in words:
            found = found.filter(city__folded_names__contains=word)
        return found

    def nearest_to(self, city: "City") -> "CityPageQuerySet":
        """Other cities, the nearest first: by the great circle, whose cosine falls as the way grows."""
        latitude, longitude = math.radians(city.latitude), math.radians(city.longitude)
        north = Radians(Cast("city__latitude", FloatField()))
        east = Radians(Cast("city__longitude", FloatField())) - Value(longitude)
        nearness = Sin(north) * Value(math.sin(latitude)) + Cos(north) * Cos(east) * Value(math.cos(latitude))
        return self.exclude(city=city).annotate(nearness=nearness).order_by("-nearness", "pk")


class ProjectPageQuerySet(PageQuerySet):
    """Projects of the data bank."""

    def with_records(self) -> "ProjectPageQuerySet":
        return super().with_records().select_related("city")

    def newest_first(self) -> "ProjectPageQuerySet":
        return self.order_by(F("completed").desc(nulls_first=True), F("started").desc(nulls_last=True), "title")


class PartnershipQuerySet(models.QuerySet):
    """Partnerships, each once: the row of the source language, which holds the facts."""

    def in_language(self, code: str) -> "PartnershipQuerySet":
        """With both cities, and ``local_subject``: the subject in a language, nothing where it is not translated."""
        originals = self.filter(published(), locale__language_code=SOURCE_LANGUAGE)
        return originals.select_related("first", "second", "source").annotate(
            local_subject=name_in(code, self.model, field="subject"), source_name=name_in(code, Source, "source__")
        )

    def of_city(self, city: "City") -> "PartnershipQuerySet":
        return self.filter(Q(first=city) | Q(second=city))

    def by_age(self) -> "PartnershipQuerySet":
        """The newest first; those of an unknown year last."""
        return self.order_by(F("since").desc(nulls_last=True), "first__name", "second__name")


CityPageManager = PageManager.from_queryset(CityPageQuerySet)
ProjectPageManager = PageManager.from_queryset(ProjectPageQuerySet)
