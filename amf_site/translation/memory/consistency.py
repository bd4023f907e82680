"""Find inconsistencies: source texts with several translations, and glossary terms that are not used.

Only segments of current sources count. The number of queries is constant.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..glossary.matching import Terms
from ..models import Term
from ..segments.markup import plain


@dataclass(frozen=True)
class Occurrence:
    """A page or record in which a translation is used."""

    name: str
    edit_url: str


@dataclass
class Variant:
    """One of the translations of a source text; ``objects`` are the translation keys of the pages and records."""

    words: str
    objects: list[Any] = field(default_factory=list)
    places: list[Occurrence] = field(default_factory=list)


@dataclass
class Inconsistency:
    """A source text with its translations; ``term`` is the glossary term that is missing from them."""

    source: str
    variants: list[Variant]
    term: Term | None = None


def in_use(locale: Locale) -> QuerySet[StringTranslation]:
    """Return the translations without errors that belong to a current segment of an attached translation."""
    present = StringSegment.objects.filter(
        string=OuterRef("translation_of"),
        context=OuterRef("context"),
        source__translations__target_locale=locale,
        source__translations__enabled=True,
    )
    return StringTranslation.objects.filter(Exists(present), locale=locale, has_error=False).exclude(data="")


def several_translations(locale: Locale, *, exact: bool = False) -> list[Inconsistency]:
    """Return source texts with several translations; ``exact`` includes differences in case or whitespace only."""
    used = in_use(locale)
    several = used.order_by().values("translation_of").annotate(kinds=Count("data", distinct=True)).filter(kinds__gt=1)
    found: dict[str, dict[str, Variant]] = defaultdict(dict)
    for source, words, place in (
        used.filter(translation_of__in=several.values("translation_of"))
        .order_by("translation_of__data", "pk")
        .values_list("translation_of__data", "data", "context__object_id")
    ):
        key = words if exact else " ".join(words.split()).casefold()
        variant = found[source].setdefault(key, Variant(plain(words)))
        if place not in variant.objects:
            variant.objects.append(place)
    return [
        Inconsistency(plain(source), list(variants.values())) for source, variants in found.items() if len(variants) > 1
    ]


def terms_not_said(locale: Locale) -> list[Inconsistency]:
    """Return segments whose source has a glossary term and whose translation has none of the term's forms."""
    terms = Terms(Term.objects.filter(locale=locale))
    findings = []
    for source, words, place in (
        in_use(locale)
        .order_by("translation_of__data", "pk")
        .values_list("translation_of__data", "data", "context__object_id")
        .iterator()
    ):
        text, said = plain(source), plain(words)
        findings += [Inconsistency(text, [Variant(said, [place])], term) for term in terms.not_said(text, said)]
    return sorted(findings, key=lambda finding: finding.term.term.casefold() if finding.term else "")


def locate(findings: Iterable[Inconsistency], locale: Locale) -> None:
    """Add the pages and records to the findings on a page of the report, in one query."""
    shown = list(findings)
    objects = {place for finding in shown for variant in finding.variants for place in variant.objects}
    places = {
        translation.source.object_id: Occurrence(
            translation.source.object_repr, reverse("translation:edit", args=[translation.pk])
        )
        for translation in Translation.objects.filter(
            target_locale=locale, enabled=True, source__object__in=objects
        ).select_related("source")
    }
    for finding in shown:
        for variant in finding.variants:
            variant.places = [places[place] for place in variant.objects if place in places]
