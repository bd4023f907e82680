"""What there is to translate: pages in the order of the tree, then records by kind, with their targets."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, IntegerField, Model, TextField, Value
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


def title_of(model: Any) -> Any:
    """What a record without a source is called: as in its newest draft, else by its first words."""
    words = [rule.field_name for rule in get_translatable_fields(model) if isinstance(rule, TranslatableField)]
    text = [name for name in words if type(model._meta.get_field(name)) in (CharField, TextField)]
    return Coalesce("latest_revision__object_str", *text[:1], Value(""), output_field=TextField())


def versions(keys: Collection[UUID] | None) -> list[Version]:
    """Pages in the order of the tree, then records by kind and title; in one query, whatever the number of kinds."""
    pages: Any = Page.objects.filter(depth__gt=1).order_by()
    parts = [columns(pages, keys, F("content_type_id"), F("draft_title"), F("alias_of_id"), F("path"))]
    for model, kind in ContentType.objects.get_for_models(*record_models()).items():
        records: Any = model._default_manager.order_by()
        no_alias = Cast(Value(None), IntegerField())
        parts.append(columns(records, keys, Value(kind.pk), title_of(model), no_alias, Value("")))
    found: list[Version] = [
        Version(*row[:-2], row[-2] is not None, row[-1]) for row in parts[0].union(*parts[1:], all=True)
    ]
    return sorted(found, key=place_of)


def columns(found: Any, keys: Collection[UUID] | None, kind: Any, title: Any, alias_of: Any, path: Any) -> Any:
    """The values of a version, of the objects of a query."""
    if keys is not None:
        found = found.filter(translation_key__in=keys)
    return found.annotate(
        board_kind=Cast(kind, IntegerField()),
        board_pk=Cast("pk", TextField()),
        board_title=Cast(title, TextField()),
        board_alias=alias_of,
        board_path=Cast(path, TextField()),
    ).values_list(
        *("board_kind", "board_pk", "translation_key", "locale_id", "locale__language_code", "live"),
        *("last_published_at", "board_title", "board_alias", "board_path"),
    )


def place_of(version: Version) -> tuple[Any, ...]:
    if version.path:
        return (0, version.path)
    return (1, kind_of(version.content_type_id), version.title, version.key)


def every_source(keys: Collection[UUID] | None, translations: Iterable[dict[str, Any]]) -> list[Source]:
    """All objects that are translated or could be, or those of the keys. In one query.

    The source is what the translations were made from; of what has none, the version in the site's own language.
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
    return sorted(found, key=lambda source: place_of(source.version)[:2])


def origin_of(family: list[Version], made: Counter[int]) -> Version | None:
    """The version that most translations were made from, else the one in the site's own language."""
    own = [
        version
        for version in family
        if not version.is_alias and (made[version.locale_id] or version.language == SOURCE_LANGUAGE)
    ]
    return max(own, key=lambda version: (made[version.locale_id], version.language == SOURCE_LANGUAGE), default=None)
