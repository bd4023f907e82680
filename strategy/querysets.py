"""Querysets for the plan."""

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from wagtail.models import PageManager

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published
from pages.models.source import Source
from pages.querysets import PageQuerySet, name_in

ADOPTED, DRAFT = "adopted", "draft"


class PlanEditionPageQuerySet(PageQuerySet):
    """Editions of the plan, one page per language."""

    def with_records(self) -> "PlanEditionPageQuerySet":
        return super().with_records().select_related("edition")

    def with_own_file(self) -> "PlanEditionPageQuerySet":
        """Fetch also what ``PlanEditionPage.file`` needs: the uploaded file in each page's language, and its PDF."""
        in_its_language = Q(edition__files__language=F("locale__language_code"))
        uploaded = FilteredRelation("edition__files", condition=in_its_language)
        return self.annotate(own_upload=uploaded).select_related("edition", "pdf", "own_upload__document")

    def published(self, passed: Collection[int] = ()) -> "PlanEditionPageQuerySet":
        """Return reachable pages of editions that are not drafts, the adopted one first, then the newest."""
        adopted_first = models.Case(models.When(edition__status=ADOPTED, then=0), default=1)
        return self.reachable(passed).exclude(edition__status=DRAFT).order_by(adopted_first, "-edition__published_on")

    def shown_at_the_stable_address(self, passed: Collection[int] = ()) -> "PlanEditionPageQuerySet":
        """Return for each language the adopted edition or, if it is not translated yet, the newest one that is."""
        others = self.model._default_manager.filter(reachable(passed), locale=OuterRef("locale"))
        others = others.exclude(edition__status=DRAFT)
        newer = Q(
            edition__status=OuterRef("edition__status"), edition__published_on__gt=OuterRef("edition__published_on")
        )
        adopted = Q(edition__status=ADOPTED) & ~Q(edition__status=OuterRef("edition__status"))
        return self.reachable(passed).exclude(edition__status=DRAFT).exclude(Exists(others.filter(newer | adopted)))


class IndicatorQuerySet(models.QuerySet):
    """Indicators. The row in the source language holds the facts that all languages share."""

    def in_language(self, code: str) -> "IndicatorQuerySet":
        """Return one row per indicator, annotated with ``local_label``, ``local_unit`` and ``source_name``.

        They are texts in the given language, or null if they are not translated.
        """
        originals = self.filter(published(), locale__language_code=SOURCE_LANGUAGE)
        return originals.select_related("goal", "source").annotate(
            local_label=name_in(code, self.model, field="label"),
            local_unit=name_in(code, self.model, field="unit"),
            source_name=name_in(code, Source, "source__"),
        )


PlanEditionPageManager = PageManager.from_queryset(PlanEditionPageQuerySet)
