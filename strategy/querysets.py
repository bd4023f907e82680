"""Questions about the plan, by their meaning."""

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import PageManager

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published
from pages.models.source import Source
from pages.querysets import PageQuerySet, name_in

ADOPTED, DRAFT = "adopted", "draft"


class PlanEditionPageQuerySet(PageQuerySet):
    """The editions of the plan, each in its languages."""

    def with_records(self) -> "PlanEditionPageQuerySet":
        return super().with_records().select_related("edition")

    def published(self, passed: Collection[int] = ()) -> "PlanEditionPageQuerySet":
        """Those that readers can reach, of editions that are no drafts; the adopted one first, then the newest."""
        adopted_first = models.Case(models.When(edition__status=ADOPTED, then=0), default=1)
        return self.reachable(passed).exclude(edition__status=DRAFT).order_by(adopted_first, "-edition__published_on")

    def shown_at_the_stable_address(self, passed: Collection[int] = ()) -> "PlanEditionPageQuerySet":
        """In each language the adopted edition, or where it is not translated yet, the newest that is."""
        others = self.model._default_manager.filter(reachable(passed), locale=OuterRef("locale"))
        others = others.exclude(edition__status=DRAFT)
        newer = Q(
            edition__status=OuterRef("edition__status"), edition__published_on__gt=OuterRef("edition__published_on")
        )
        adopted = Q(edition__status=ADOPTED) & ~Q(edition__status=OuterRef("edition__status"))
        return self.reachable(passed).exclude(edition__status=DRAFT).exclude(Exists(others.filter(newer | adopted)))


class IndicatorQuerySet(models.QuerySet):
    """Indicators, each once: the row of the source language, which holds the facts."""

    def in_language(self, code: str) -> "IndicatorQuerySet":
        """With ``local_label``, ``local_unit`` and ``source_name`` in a language, each nothing if not translated."""
        originals = self.filter(published(), locale__language_code=SOURCE_LANGUAGE)
        return originals.select_related("goal", "source").annotate(
            local_label=name_in(code, self.model, field="label"),
            local_unit=name_in(code, self.model, field="unit"),
            source_name=name_in(code, Source, "source__"),
        )


PlanEditionPageManager = PageManager.from_queryset(PlanEditionPageQuerySet)
