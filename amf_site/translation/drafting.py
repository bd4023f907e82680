"""The draft of a translation, made of the words that there are.

wagtail-localize 1.14.5 writes them into the page itself, so what readers see changes before anybody publishes, and
publishes after the transaction, where a killed worker loses it (its issues 634, 773, 743). Here a draft is a revision,
as in Wagtail's own editor. To be deleted when wagtail-localize keeps drafts: ``tests/translation/test_faults.py`` (B1,
B2) tells.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Revision
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import StringTranslation, TranslationLog, TranslationSource
from wagtail_localize.segments.ingest import ingest_segments


def copy_into(source: TranslationSource, locale: Locale, copy_parents: bool) -> Model:
    """A new target of a translation, which no reader sees: a page beside its siblings, or a record."""
    original: Any = source.as_instance()
    if isinstance(original, Page):
        return original.copy_for_translation(locale, copy_parents=copy_parents)
    copy: Any = original.copy_for_translation(locale)
    copy.live, copy.has_unpublished_changes, copy.expired = False, True, False
    copy.latest_revision = copy.live_revision = copy.first_published_at = copy.last_published_at = None
    copy.go_live_at = copy.expire_at = None
    copy_synchronised_fields(original, copy)
    copy.save()
    return copy


def free_alias(alias: Page, user: Any) -> Page:
    """An alias shows its source's words: it becomes a page of its own, which no reader sees."""
    ConvertAliasPageAction(alias, user=user).execute(skip_permission_checks=True)
    if alias.live:
        UnpublishPageAction(alias, user=user).execute(skip_permission_checks=True)
    return alias.specific


@transaction.atomic
def save_draft(
    source: TranslationSource, locale: Locale, user: Any, *, whole: bool = False, target: Any = None
) -> Revision:
    """Keep the words of a translation as the newest draft of its target. What readers see stays as it is.

    Where there are no words the source's stand, unless it has to be ``whole``: then ``MissingTranslationError`` or
    ``MissingRelatedObjectError`` is raised. ``ValidationError`` is raised for words that the target cannot have.
    """
    # Content and segments of the source have to be of one moment, though it may be published in between.
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    original: Any = source.as_instance()
    target = target or source.get_translated_instance(locale)
    copy_synchronised_fields(original, target)
    segments = source._get_segments_for_translation(locale, fallback=not whole)
    ingest_segments(original, target, source.locale, locale, segments)
    if isinstance(target, Page):
        target.slug = find_available_slug(target.get_parent(), target.slug, ignore_page_id=target.pk)
        source.sync_view_restrictions(original, target)
    follow_schedule(source, target)
    revision = target.save_revision(user=user)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision


def follow_schedule(source: TranslationSource, target: Any) -> None:
    """A translation goes live when its source does, and ends with it."""
    now = timezone.now()
    original: Any = source.get_source_instance()
    waits = not original.live and original.go_live_at and original.go_live_at > now
    target.go_live_at = original.go_live_at if waits else None
    target.expire_at = original.expire_at if original.expire_at and original.expire_at > now else None


def note_errors(source: TranslationSource, locale: Locale, error: ValidationError) -> None:
    """Mark the words that the target cannot have, for the translator to find."""
    for field, errors in getattr(error, "error_dict", {}).items():
        StringTranslation.objects.filter(
            context__object_id=source.object_id,
            context__path=field,
            locale=locale,
            translation_of__segments__source=source,
        ).update(has_error=True, field_error=errors[0].messages[0])


def create_or_update_translation(
    source: TranslationSource,
    locale: Locale,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> tuple[Model, bool]:
    """In place of wagtail-localize's method of that name, so that its views and ours do the same."""
    created = False
    try:
        with transaction.atomic():
            try:
                target: Any = source.get_translated_instance(locale)
            except ObjectDoesNotExist:
                target, created = copy_into(source, locale, copy_parent_pages), True
            if getattr(target, "alias_of_id", None):
                target = free_alias(target, user)
            revision = save_draft(source, locale, user, whole=not fallback, target=target)
            if publish:
                revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        note_errors(source, locale, error)
        raise
    return target, created


def correct() -> None:
    TranslationSource.create_or_update_translation = wraps(TranslationSource.create_or_update_translation)(
        create_or_update_translation
    )
