"""Save the draft of a translation from the translations that exist.

wagtail-localize writes them into the page itself, which changes live content before publication, and publishes after
the transaction, so a killed worker loses it (its issues 634, 773, 743). Here a draft is a revision, as in Wagtail's own
editor. Delete this when wagtail-localize keeps drafts; ``tests/translation/test_faults.py`` (B1, B2) will fail then.
"""

from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Revision, _copy
from wagtail_localize.models import StringTranslation, TranslationLog, TranslationSource

from .composing import Composer

#: Values of a new copy that differ from the original, because the copy has never been published.
NEW = {
    "live": False,
    "has_unpublished_changes": True,
    "live_revision": None,
    "latest_revision": None,
    "first_published_at": None,
    "last_published_at": None,
    "expired": False,
}
NEW_PAGE = {**NEW, "alias_of": None, "locked": False, "locked_at": None, "locked_by": None}


def new_copy(original: Any, locale: Locale) -> Any:
    """Return an unsaved target. Wagtail's own page copying would create three revisions of it."""
    is_page = isinstance(original, Page)
    left_out = original.default_exclude_fields_in_copy + original.exclude_fields_in_copy if is_page else []
    copy, _rows = _copy(original, exclude_fields=left_out, update_attrs=NEW_PAGE if is_page else NEW)
    copy.locale = locale
    return copy


def parent_in(locale: Locale, original: Page, copy_parents: bool) -> Page:
    """Return the parent for the translation of a page: its parent's translation, or the root for a landing page."""
    parent = original.get_parent()
    if parent.is_root():
        return parent
    there = parent.get_translation_or_none(locale)
    if there is None and not copy_parents:
        raise ParentNotTranslatedError(f"Parent page '{parent.title}' is not translated.")
    return there or parent.specific.copy_for_translation(locale, copy_parents=True, alias=True)


def free_alias(alias: Page, user: Any) -> Page:
    """Convert an alias, which shows source text, into an unpublished page of its own."""
    ConvertAliasPageAction(alias, user=user).execute(skip_permission_checks=True)
    if alias.live:
        UnpublishPageAction(alias, user=user).execute(skip_permission_checks=True)
    return alias.specific


def follow_schedule(source: TranslationSource, original: Any, target: Any) -> None:
    """Give a translation the schedule of its source: the time to go live, and to expire."""
    now = timezone.now()
    times = type(original)._default_manager.filter(pk=original.pk).values_list("live", "go_live_at", "expire_at")
    is_live, begin, end = times.get()
    target.go_live_at = begin if begin and begin > now and not is_live else None
    target.expire_at = end if end and end > now else None


@transaction.atomic(savepoint=False)
def save_draft(
    source: TranslationSource,
    locale: Locale,
    user: Any = None,
    *,
    whole: bool = False,
    copy_parents: bool = False,
    at: datetime | None = None,
    expire_at: datetime | None = None,
) -> tuple[Any, Revision, bool]:
    """Save the translations as the newest draft of the target; live content is not changed.

    The draft has the schedule of the source, unless ``at`` or ``expire_at`` is given. Return the target, the draft, and
    whether the target is new. Untranslated segments fall back to the source text, unless the draft must be ``whole``:
    then raise ``MissingTranslationError`` or ``MissingRelatedObjectError``. Raise ``ValidationError`` for translations
    that are invalid for a field.
    """
    # Content and segments of the source must be consistent, although it may be published meanwhile.
    sources = TranslationSource.objects.select_related("locale", "specific_content_type")
    source = sources.select_for_update(of=("self",)).get(pk=source.pk)
    composer = Composer(source, [locale])
    original = composer.original
    if whole:
        composer.require_all(locale)
    target: Any = type(original)._default_manager.filter(translation_key=source.object_id, locale=locale).first()
    is_new = target is None
    if is_new:
        target = new_copy(original, locale)
    elif getattr(target, "alias_of_id", None):
        target = free_alias(target, user)
    composer.compose(target)
    follow_schedule(source, original, target)
    target.go_live_at = at or target.go_live_at
    target.expire_at = expire_at or target.expire_at
    if isinstance(target, Page):
        parent = parent_in(locale, original, copy_parents) if is_new else target.get_parent()
        slug = f"{target.slug}-{locale.language_code}" if is_new and parent.is_root() else target.slug
        target.slug = find_available_slug(parent, slug, ignore_page_id=target.pk)
        if is_new:
            target.draft_title = target.title
            parent.add_child(instance=target)
        if original.view_restrictions.exists():  # else wagtail-localize would delete the translation's own restrictions
            source.sync_view_restrictions(original, target)
    elif is_new:
        target.save()
    revision = target.save_revision(user=user)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return target, revision, is_new


def note_errors(source: TranslationSource, locale: Locale, error: ValidationError) -> None:
    """Mark the translations that are invalid for their field, so that the translator finds them."""
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
    """Replace wagtail-localize's method, so that its views use ``save_draft`` too."""
    try:
        with transaction.atomic():
            target, revision, is_new = save_draft(
                source, locale, user, whole=not fallback, copy_parents=copy_parent_pages
            )
            if publish:
                revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        note_errors(source, locale, error)
        raise
    return target, is_new


def patch_save_draft() -> None:
    TranslationSource.create_or_update_translation = wraps(TranslationSource.create_or_update_translation)(
        create_or_update_translation
    )
