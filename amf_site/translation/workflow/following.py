"""Synchronise translations with their source, immediately, in everything that needs no translation."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from modelcluster.fields import ParentalManyToManyField
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import Page, Revision
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation, TranslationLog, TranslationSource

from ..patches.composing import Composer
from . import tasks
from .lookup import translations_into
from .surroundings import follow_place, follow_privacy

#: The log action of a synchronisation, and the entry in its data for a changed order of blocks.
BROUGHT_UP_TO_DATE, ORDER = "translation.follow", "order of blocks"
#: Model fields that hold the publication status rather than content.
STATUS = ["has_unpublished_changes", "latest_revision", "live_revision", "last_published_at", "go_live_at", "expire_at"]
PAGE_STATUS = [*STATUS, "draft_title", "latest_revision_created_at"]


def followers(source: TranslationSource, locale: Any = None) -> list[Any]:
    """Return the targets that follow the source: none that are locked, detached, aliases, or no longer published."""
    model: Any = source.specific_content_type.model_class()
    enabled = Translation.objects.filter(source=source, enabled=True).exclude(target_locale=source.locale_id)
    found = model._default_manager.filter(
        translation_key=source.object_id, locale__in=list(enabled.values_list("target_locale", flat=True))
    )
    if issubclass(model, Page):
        found = found.filter(alias_of=None)
    if locale is not None:
        found = found.filter(locale=locale)
    return [
        target
        for target in found.select_related("locale").order_by("pk").select_for_update(of=("self",))
        if not getattr(target, "locked", False) and (target.live or target.first_published_at is None)
    ]


@transaction.atomic
def bring_up_to_date(
    source: TranslationSource, original: Any, user: Any, former_slug: str | None = None, locale: Any = None
) -> None:
    """Update each target: a live one with the last approved translations, a draft with the newest ones.

    ``former_slug`` is the previous slug of the source: a target whose slug was different has its own, and keeps it.
    """
    targets = followers(source, locale)
    if isinstance(original, Page):
        follow_privacy(original, targets)
        if follow_place(original, targets, user):
            targets = followers(source, locale)
    if not targets:
        return
    composer = Composer(source, [target.locale for target in targets])
    drafts = Revision.objects.in_bulk([target.latest_revision_id for target in targets if not target.live])
    changes = []
    for target in targets:
        before = content_of(
            drafts[target.latest_revision_id].as_object() if target.latest_revision_id in drafts else target
        )
        slug = getattr(target, "slug", None)
        composer.compose(target, for_readers=target.live)
        if slug is not None:
            target.slug = slug if former_slug not in (None, slug) else target.slug
        target.go_live_at, target.expire_at = None, original.expire_at
        if parts := differences(type(target), before, content_of(target)):
            changes.append(Change(target, slug, parts, draft_of(composer, target)))
    if changes:
        store(source, changes, user)


def on_unlocked(instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    """Synchronise a translation when it is unlocked, as its source may have changed meanwhile."""
    if "locked" not in (update_fields or ()) or instance.locked:
        return
    translation = translations_into(instance).filter(enabled=True).first()
    if translation is not None and (original := translation.source.get_source_instance()).live:
        user = get_active_log_context().user
        bring_up_to_date(translation.source, original, user, locale=translation.target_locale)


def draft_of(composer: Composer, target: Any) -> Any:
    """Return the updated draft of a live target; ``None`` if it has no unpublished changes."""
    if not (target.live and target.has_unpublished_changes):
        return None
    draft = type(target)._default_manager.select_related("locale").get(pk=target.pk)
    composer.compose(draft)
    draft.expire_at = target.expire_at
    return draft


class Change:
    """A target that differs from its stored version."""

    def __init__(self, target: Any, slug: str | None, parts: list[str], draft: Any) -> None:
        self.target, self.former_slug, self.parts, self.draft = target, slug, parts, draft


def content_of(target: Any) -> dict[str, Any]:
    """Return the values that a target takes from its source, for comparison."""
    content = {"expire_at": target.expire_at}
    for rule in get_translatable_fields(type(target)):
        field = rule.get_field(type(target))
        if field.one_to_many:
            content[rule.field_name] = [
                {each.attname: plain_value(each, row) for each in row._meta.concrete_fields if not each.primary_key}
                for row in getattr(target, rule.field_name).all()
            ]
        elif isinstance(field, ParentalManyToManyField):
            content[rule.field_name] = sorted(row.pk for row in getattr(target, rule.field_name).all())
        else:
            content[rule.field_name] = plain_value(field, target)
    return content


def named_part(model: Any, part: str) -> str:
    """Return the name of a changed part for the history."""
    if part == ORDER:
        return gettext("order of blocks")
    try:
        field = model._meta.get_field(part)
    except (AttributeError, FieldDoesNotExist):
        return part
    return str(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name)


def plain_value(field: Any, instance: Any) -> Any:
    value = field.value_from_object(instance)
    return field.get_prep_value(value) if isinstance(field, StreamField) else value


def differences(model: Any, before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return the names of the fields that differ; ``ORDER`` if blocks only changed their order."""
    found = []
    for name, value in now.items():
        if value == before[name]:
            continue
        if isinstance(model._meta.get_field(name), StreamField):
            old, new = ([block.get("id") for block in blocks] for blocks in (before[name], value))
            if old != new and sorted(map(str, old)) == sorted(map(str, new)):
                found.append(ORDER)
                if sorted(before[name], key=str) == sorted(value, key=str):
                    continue
        found.append(name)
    return found


def store(source: TranslationSource, changes: list[Change], user: Any) -> None:
    """Write all targets with their revisions and log entries, in bulk."""
    model: Any = type(changes[0].target)
    is_page = issubclass(model, Page)
    now = timezone.now()
    for change in changes:
        target = change.target
        if target.live:
            target.last_published_at = now
            target.has_unpublished_changes = change.draft is not None
    live = Revision.objects.bulk_create(version(change.target, user, now) for change in changes)
    drafts = [change for change in changes if change.draft]
    newer = Revision.objects.bulk_create(
        version(change.draft, user, now + timedelta(microseconds=1)) for change in drafts
    )
    newest = dict(zip(drafts, newer, strict=True))
    for change, revision in zip(changes, live, strict=True):
        target = change.target
        latest = newest.get(change, revision)
        if target.live:
            target.live_revision = revision
        target.latest_revision = latest
        if is_page:
            target.latest_revision_created_at = latest.created_at
            target.draft_title = (change.draft or target).title
    (write_pages if is_page else write_records)(model, changes)
    TranslationLog.objects.bulk_create(
        TranslationLog(source=source, locale=change.target.locale, revision=revision)
        for change, revision in zip(changes, live, strict=True)
    )
    log(changes, live, user, now)
    if is_page and (pages := [change.target.pk for change in changes if change.target.live]):
        transaction.on_commit(partial(tasks.follow_up.enqueue, pages))


def version(target: Any, user: Any, at: Any) -> Revision:
    return Revision(
        content_object=target,
        base_content_type=target.get_base_content_type(),
        object_id=str(target.pk),
        user=user,
        created_at=at,
        content=target.serializable_data(),
        object_str=str(target),
    )


def write_records(model: Any, changes: list[Change]) -> None:
    for change in changes:
        if change.target.live:
            change.target.save()
        else:
            change.target.save(update_fields=["latest_revision", "has_unpublished_changes"])


def write_pages(model: Any, changes: list[Change]) -> None:
    """Write pages with one query for each table, child rows with a few for each model; Wagtail saves changed slugs."""
    model._default_manager.bulk_update(
        [change.target for change in changes if not change.target.live],
        ["latest_revision", "latest_revision_created_at", "draft_title"],
    )
    targets = [change.target for change in changes if change.target.live]
    fields = [rule.get_field(model) for rule in get_translatable_fields(model)]
    names = [field.name for field in fields if field.concrete and not field.many_to_many and field.name != "slug"]
    model._default_manager.bulk_update(targets, [*names, *PAGE_STATUS])
    for change in changes:
        target = change.target
        if target.live and change.former_slug != target.slug:
            target.slug = find_available_slug(target.get_parent(), target.slug, ignore_page_id=target.pk)
            target.save(clean=False, update_fields=["slug", "url_path"])
        for field in fields:
            if target.live and field.name in change.parts and isinstance(field, ParentalManyToManyField):
                getattr(target, field.name).commit()
    for field in fields:
        if field.one_to_many and any(field.name in change.parts for change in changes):
            write_rows(field, targets)


def write_rows(relation: Any, targets: list[Any]) -> None:
    model = relation.related_model
    rows = []
    for target in targets:
        for row in getattr(target, relation.get_accessor_name()).all():
            setattr(row, relation.field.name, target)
            rows.append(row)
    kept = [row.pk for row in rows if row.pk]
    model._default_manager.filter(**{f"{relation.field.name}__in": targets}).exclude(pk__in=kept).delete()
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_update([row for row in rows if row.pk], fields)
    model._default_manager.bulk_create(row for row in rows if not row.pk)


def log(changes: list[Change], revisions: list[Revision], user: Any, at: Any) -> None:
    """Log for each target what was updated, and the user who published the source."""
    entries: Any = registry.get_log_model_for_instance(changes[0].target)
    kind = ContentType.objects.get_for_model(changes[0].target, for_concrete_model=False)
    entries.objects.bulk_create(
        entries(
            content_type=kind,
            label=entries.objects.get_instance_title(change.target),
            action=BROUGHT_UP_TO_DATE,
            timestamp=at,
            uuid=get_active_log_context().uuid,
            user=user,
            revision=revision,
            content_changed=True,
            data={"parts": change.parts},
            **({"page": change.target} if isinstance(change.target, Page) else {"object_id": str(change.target.pk)}),
        )
        for change, revision in zip(changes, revisions, strict=True)
    )
