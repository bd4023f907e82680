"""Submit an object for translation: create a draft, with translations from the translation memory.

Missing parents are submitted too, as drafts; nothing is published. wagtail-localize's own submission publishes copies
of untranslated parents, and takes the first saved content of a page that was never published (its issues 743, 861).
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from ..memory.exact_matches import fill_in
from ..models import Job
from .lookup import origin_of, page_in
from .origins import is_gone, make_source
from .source_updates import current_source
from .sources import Source


class CannotSubmitError(Exception):
    """The object cannot be translated into the language. The message is for staff."""


def source_of_truth(instance: Model) -> TranslationSource:
    """Return the one updated source of an object. Raise ``CannotSubmitError`` if it is itself a translation."""
    key: Any = instance
    for other in (
        TranslationSource.objects.filter(object_id=key.translation_key, translations__isnull=False)
        .exclude(locale_id=key.locale_id)
        .select_related("locale", "specific_content_type")
        .distinct()
    ):
        if not is_gone(other):
            raise CannotSubmitError(
                _("This is a translation. Submit the page or record that it was translated from, in %(language)s.")
                % {"language": other.locale}
            )
        # The former source has been deleted, and this object takes its place.
        return make_source(instance)
    return current_source(instance)


@transaction.atomic
def submit(instance: Model, locale: Locale, user: Any) -> Translation:
    """Create the translation of an object into a language, with its draft, unless it exists.

    Parents and related records are submitted first. Raise ``CannotSubmitError``.
    """
    specific: Any = instance.specific if isinstance(instance, Page) else instance
    if specific.locale_id == locale.pk:
        raise CannotSubmitError(_("This is the language that it is written in."))
    if getattr(specific, "alias_of_id", None):
        raise CannotSubmitError(_("This page only mirrors another one. Submit that one."))
    source = source_of_truth(specific)
    model: Any = type(specific)
    # Serialise concurrent submissions: the second one finds what the first has created.
    TranslationSource.objects.select_for_update().only("pk").get(pk=source.pk)
    existing: Any = model._default_manager.filter(translation_key=specific.translation_key, locale=locale).first()
    is_alias = bool(getattr(existing, "alias_of_id", None))
    translation = Translation.objects.filter(source=source, target_locale=locale).first()
    if existing and not is_alias:
        if translation is None or not translation.enabled:
            raise CannotSubmitError(_("This translation is kept by hand. Start it again in its editor."))
        return translation
    above = specific.get_parent() if isinstance(specific, Page) else None
    parent = above if above and not above.is_root() else None
    if parent and not page_in(locale, parent):
        submit(origin_of(parent), locale, user)
    for segment in source.relatedobjectsegment_set.select_related("object"):
        if not segment.object.has_translation(locale):
            submit(origin_of(segment.object.get_instance(specific.locale)), locale, user)
    if translation is None:
        translation = Translation.objects.create(source=source, target_locale=locale)
        fill_in(source)
    elif not translation.enabled:
        # It was disabled when its page or record was deleted; its segments have been kept.
        translation.enabled = True
        translation.save(update_fields=["enabled"])
    try:
        translation.save_target(user=user, publish=False)
    except ValidationError as error:
        raise CannotSubmitError(" ".join(error.messages)) from error
    return translation


def languages_of_last(model: type[Model], key: Any) -> set[int]:
    """Return the ids of the locales into which the newest other object of a type was submitted."""
    kind = ContentType.objects.get_for_model(model)
    sources = TranslationSource.objects.filter(specific_content_type=kind, translations__enabled=True)
    last = sources.exclude(object_id=key).order_by("-created_at", "-pk").first()
    return set(last.translations.filter(enabled=True).values_list("target_locale", flat=True)) if last else set()


def item_of(source: Source, locale: Locale) -> dict[str, Any]:
    """Return the item of a submission job: content type and primary key of the object, and locale."""
    return {"content_type": source.content_type_id, "pk": source.pk, "locale": locale.pk}


def submit_item(job: Job, item: dict[str, Any]) -> str:
    instance = ContentType.objects.get_for_id(item["content_type"]).get_object_for_this_type(pk=item["pk"])
    locale = Locale.objects.get(pk=item["locale"])
    submit(instance, locale, job.user)
    return f"{instance} → {locale}"
