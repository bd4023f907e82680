"""What there is to translate: pages in the order of the tree, then records by kind, with their targets."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, IntegerField, Model, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.text import capfirst
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from amf_site.languages import SOURCE_LANGUAGE

#: Length of the path of a landing page and of a section below it.
HOME, SECTION = 2 * Page.steplen, 3 * Page.steplen


@dataclass(slots=True)
class Version:
    """An object in one language, as the database has it."""

    content_type_id: int
    pk: str
    key: UUID
    locale_id: int
    language: str
    is_live: bool
    last_published_at: datetime | None
    title: str
    is_alias: bool = False
    #: Of a page; empty for a record.
    path: str = ""


@dataclass(slots=True)
class Source:
    """The version that the others are translated from."""

    version: Version
    title: str
    #: The other versions, by their locale.
    targets: dict[int, Version] = field(default_factory=dict)

    @property
    def key(self) -> UUID:
        return self.version.key

    @property
    def locale_id(self) -> int:
        return self.version.locale_id

    @property
    def is_live(self) -> bool:
        return self.version.is_live

    @property
    def is_page(self) -> bool:
        return bool(self.version.path)

    @property
    def depth(self) -> int:
        """Below the landing page, which is 0; a record has none."""
        return max(len(self.version.path) - HOME, 0) // Page.steplen

    @property
    def section(self) -> str:
        """The path of the section, or the content type of a record: the value of the filter."""
        return self.version.path[:SECTION] or f"kind-{self.version.content_type_id}"

    @property
    def name(self) -> str:
        """What a form calls it."""
        return f"{self.version.content_type_id}-{self.version.pk}"

    @property
    def kind(self) -> str:
        """The verbose name of its model."""
        return kind_of(self.version.content_type_id)


def record_models() -> list[type[Model]]:
    """The snippets that are translated and can wait as drafts."""
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


def pages(keys: Collection[UUID] | None) -> list[Version]:
    found = Page.objects.filter(depth__gt=1).order_by("path")
    if keys is not None:
        found = found.filter(translation_key__in=keys)
    columns = found.values_list(
        *("content_type_id", "pk", "translation_key", "locale_id", "locale__language_code", "live"),
        *("last_published_at", "draft_title", "alias_of__locale_id", "path"),
    )
    return [
        Version(kind, str(pk), key, locale, language, live, published, title, alias_of is not None, path)
        for kind, pk, key, locale, language, live, published, title, alias_of, path in columns
    ]


def title_of(model: Any) -> Any:
    """What a record without a source is called: as in its newest draft, else by its first words."""
    words = [rule.field_name for rule in get_translatable_fields(model) if isinstance(rule, TranslatableField)]
    text = [name for name in words if type(model._meta.get_field(name)) in (CharField, TextField)]
    return Coalesce("latest_revision__object_str", *text[:1], Value(""), output_field=TextField())


def records(keys: Collection[UUID] | None) -> list[Version]:
    """In one query, whatever the number of kinds."""
    kinds = ContentType.objects.get_for_models(*record_models())
    parts = []
    for model, kind in kinds.items():
        found: Any = model._default_manager.order_by()
        if keys is not None:
            found = found.filter(translation_key__in=keys)
        parts.append(
            found.annotate(
                board_kind=Value(kind.pk, output_field=IntegerField()),
                board_pk=Cast("pk", CharField()),
                board_title=title_of(model),
            ).values_list(
                *("board_kind", "board_pk", "translation_key", "locale_id", "locale__language_code", "live"),
                *("last_published_at", "board_title"),
            )
        )
    if not parts:
        return []
    versions = [Version(*row) for row in parts[0].union(*parts[1:], all=True)]
    return sorted(versions, key=lambda version: (kind_of(version.content_type_id), version.title, version.key))


def every_source(keys: Collection[UUID] | None, translations: Iterable[dict[str, Any]]) -> list[Source]:
    """All objects that are translated or could be, or those of the keys. In two queries.

    The source is what the translations were made from; of what has none, the version in the site's own language.
    """
    made: dict[UUID, Counter[int]] = defaultdict(Counter)
    names: dict[tuple[UUID, int], str] = {}
    for translation in translations:
        key, locale = translation["source__object_id"], translation["source__locale_id"]
        made[key][locale] += 1
        names[key, locale] = translation["source__object_repr"]
    families: dict[UUID, list[Version]] = defaultdict(list)
    for version in [*pages(keys), *records(keys)]:
        families[version.key].append(version)
    found = []
    for key, family in families.items():
        origin = origin_of(family, made.get(key, Counter()))
        if origin is not None:
            name = origin.title if origin.path else names.get((key, origin.locale_id)) or origin.title
            found.append(
                Source(
                    origin,
                    name or f"{kind_of(origin.content_type_id)} {origin.pk}",
                    {version.locale_id: version for version in family if version is not origin},
                )
            )
    return sorted(found, key=lambda source: (not source.is_page, source.version.path))


def origin_of(family: list[Version], made: Counter[int]) -> Version | None:
    """The version that most translations were made from, else the one in the site's own language."""
    own = [
        version
        for version in family
        if not version.is_alias and (made[version.locale_id] or version.language == SOURCE_LANGUAGE)
    ]
    return max(own, key=lambda version: (made[version.locale_id], version.language == SOURCE_LANGUAGE), default=None)
