"""List all translatable objects with their targets: pages in tree order, then records (snippets) by model."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Case, CharField, Exists, F, IntegerField, Model, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, Page, Revision, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from ..conf import host

SAMPLE = "what a record calls itself"
#: Length of the tree path of a landing page, and of a section below it.
HOME, SECTION = 2 * Page.steplen, 3 * Page.steplen


@dataclass(slots=True)
class Version:
    """An object in one language, with the columns of one query for all models."""

    content_type_id: int
    pk: str
    key: UUID
    locale_id: int
    language: str
    is_live: bool
    is_locked: bool
    #: When the live content was created; that may be earlier than its publication.
    written_at: datetime | None
    #: Whether it has any translatable text; many partnerships have only facts.
    has_words: bool
    title: str
    alias_of_id: int | None = None
    #: Tree path of a page; empty for a record.
    path: str = ""

    @property
    def is_alias(self) -> bool:
        return self.alias_of_id is not None


@dataclass(slots=True)
class Source(Version):
    """The version that the other versions are translated from."""

    #: The other versions, by locale id.
    targets: dict[int, Version] = field(default_factory=dict)

    def target(self, locale_id: int) -> Version | None:
        """Return the version in a language, unless it is an alias."""
        version = self.targets.get(locale_id)
        return None if version is None or version.is_alias else version

    @property
    def is_page(self) -> bool:
        return bool(self.path)

    @property
    def is_home(self) -> bool:
        return len(self.path) == HOME

    @property
    def depth(self) -> int:
        """The depth below the landing page, which is 0; also 0 for a record."""
        return max(len(self.path) - HOME, 0) // Page.steplen

    @property
    def section(self) -> str:
        """The value for the section filter: the path of the section, or the content type of a record."""
        return self.path[:SECTION] or f"kind-{self.content_type_id}"

    @property
    def name(self) -> str:
        """The key of the source in forms."""
        return f"{self.content_type_id}-{self.pk}"

    @property
    def kind(self) -> str:
        """The verbose name of the model."""
        return kind_of(self.content_type_id)


def record_models() -> list[type[Model]]:
    """Return the snippet models that are translatable and support drafts."""
    return [
        model
        for model in get_snippet_models()
        if issubclass(model, TranslatableMixin) and issubclass(model, DraftStateMixin)
    ]


def kind_of(content_type_id: int, plural: bool = False) -> str:
    meta: Any = model_of(content_type_id)._meta
    return str(capfirst(meta.verbose_name_plural if plural else meta.verbose_name))


def model_of(content_type_id: int) -> Any:
    return ContentType.objects.get_for_id(content_type_id).model_class() or Page


def has_words(model: Any) -> Any:
    """Return a condition for querysets: records with a non-empty translatable field."""
    found: Any = Q(pk__in=())
    for rule in get_translatable_fields(model):
        field = rule.get_field(model)
        if not isinstance(rule, TranslatableField) or getattr(field, "choices", None):
            continue
        if field.one_to_many:
            found |= Exists(field.related_model._default_manager.filter(**{field.field.name: OuterRef("pk")}))
        elif isinstance(field, StreamField):
            found |= ~Q(Exact(Cast(field.name, TextField()), "[]"))
        elif isinstance(field, (CharField, TextField)):
            found |= ~Q(**{field.name: ""}) & Q(**{f"{field.name}__isnull": False})
    return found


def versions(keys: Collection[UUID] | None) -> list[Version]:
    """Return pages in tree order, then records by model; a single query for all models."""
    pages: Any = Page.objects.filter(depth__gt=1).order_by()
    own = {"title": F("draft_title"), "alias": F("alias_of_id"), "path": F("path"), "words": Value(True)}
    own["locked"] = F("locked")
    parts = [columns(pages, keys, kind=F("content_type_id"), **own)]
    for model, kind in ContentType.objects.get_for_models(*record_models()).items():
        records: Any = model._default_manager.order_by()
        own = {
            "title": Coalesce("latest_revision__object_str", *naming_field(model), Value("")),
            "alias": Cast(Value(None), IntegerField()),
            "path": Value(""),
            "locked": F("locked") if issubclass(model, LockableMixin) else Value(False),
            "words": Case(When(has_words(model), then=Value(True)), default=Value(False)),
        }
        parts.append(columns(records, keys, kind=Value(kind.pk), **own))
    rows: Any = parts[0].union(*parts[1:], all=True)
    return sorted((Version(*row) for row in rows), key=lambda version: (not version.path, version.path))


def keys_of_drafts() -> set[UUID]:
    """Return the translation keys of all objects of which a version is not live; a single query for all models."""
    parts: Any = [
        model._default_manager.filter(live=False).order_by().values_list("translation_key", flat=True)
        for model in (Page, *record_models())
    ]
    return set(parts[0].union(*parts[1:]))


def columns(found: Any, keys: Collection[UUID] | None, **own: Any) -> Any:
    """Return the columns of ``Version`` for a queryset; ``own`` has those that differ between pages and records."""
    if keys is not None:
        found = found.filter(translation_key__in=keys)
    return found.annotate(
        board_kind=Cast(own["kind"], IntegerField()),
        board_pk=Cast("pk", TextField()),
        board_locked=own["locked"],
        board_written=Coalesce("live_revision__created_at", "last_published_at"),
        board_words=own["words"],
        board_title=Cast(own["title"], TextField()),
        board_alias=own["alias"],
        board_path=Cast(own["path"], TextField()),
    ).values_list(
        *("board_kind", "board_pk", "translation_key", "locale_id", "locale__language_code", "live"),
        *("board_locked", "board_written", "board_words", "board_title", "board_alias", "board_path"),
    )


def every_source(keys: Collection[UUID] | None, translations: Iterable[dict[str, Any]]) -> list[Source]:
    """Return all translatable objects, or those with the given translation keys, each with its targets.

    The source is the version that the translations were made from, else the one in the source language. One query, plus
    one for each model whose records have names composed from related objects, if some have neither a source nor a
    draft.
    """
    made: dict[UUID, Counter[int]] = defaultdict(Counter)
    names: dict[tuple[UUID, int], str] = {}
    for translation in translations:
        key, locale = translation["source__object_id"], translation["source__locale_id"]
        made[key][locale] += 1
        names[key, locale] = translation["source__object_repr"]
    families: dict[UUID, list[Version]] = defaultdict(list)
    for version in versions(keys):
        families[version.key].append(version)
    found = []
    for key, family in families.items():
        origin = source_among(family, made.get(key, Counter()))
        if origin is not None:
            source = Source(*attrgetter(*Version.__slots__)(origin))
            source.targets = {version.locale_id: version for version in family if version is not origin}
            if not source.is_page:
                source.title = names.get((key, source.locale_id)) or source.title
            found.append(source)
    name_records([source for source in found if not source.title])
    return sorted(found, key=place_of)


def place_of(source: Source) -> tuple[Any, ...]:
    """Sort key: pages in tree order, then records by model and name."""
    if source.is_page:
        return (0, source.path)
    return (1, source.kind, source.title, source.key)


@cache
def naming_field(model: Any) -> list[str]:
    """Return the translatable field that ``__str__`` of a model returns, if any: its records need not be loaded."""
    for rule in get_translatable_fields(model):
        field = rule.get_field(model)
        if type(field) in (CharField, TextField):
            try:
                if str(model(**{field.name: SAMPLE})) == SAMPLE:
                    return [field.name]
            except (ObjectDoesNotExist, TypeError, ValueError, AttributeError):
                # Its name is composed from something that this empty instance lacks.
                continue
    return []


def name_records(sources: Iterable[Source]) -> None:
    """Load the names of records that are composed from related objects, as a partnership from its two cities."""
    kinds: dict[int, list[Source]] = defaultdict(list)
    for source in sources:
        kinds[source.content_type_id].append(source)
    for kind, nameless in kinds.items():
        keys = [source.pk for source in nameless]
        model = model_of(kind)
        # Not revisions, which hold whole records.
        related = [key.name for key in model._meta.concrete_fields if key.many_to_one and key.related_model != Revision]
        records = model._default_manager.select_related(*related).filter(pk__in=keys)
        names = {str(record.pk): str(record) for record in records}
        for source in nameless:
            source.title = names.get(source.pk, "") or f"{source.kind} {source.pk}"


def source_among(family: list[Version], made: Counter[int]) -> Version | None:
    """Return the version with the most translations, else the one in the source language, else the first."""

    def rank(version: Version) -> tuple[Any, ...]:
        place, code = host.place_of(version.language)
        return (-made[version.locale_id], version.language != host.source_language, place, code)

    return min((version for version in family if not version.is_alias), key=rank, default=None)
