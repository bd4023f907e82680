"""Look up sources, targets and translations, and the keys that identify objects in URLs."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.locks import ScheduledForPublishLock
from wagtail.models import Locale, LockableMixin, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from ..conf import Language, host


def key_of(instance: Model) -> str:
    """Return the key that identifies a page or record in URLs."""
    return f"{ContentType.objects.get_for_model(instance).pk}-{instance.pk}"


def object_of(key: str) -> Any:
    """Return the page or record with a key. Raise ``Http404``."""
    content_type, _dash, pk = key.partition("-")
    try:
        found = ContentType.objects.get_for_id(int(content_type)).get_object_for_this_type(pk=pk)
    except (ValueError, ObjectDoesNotExist, AttributeError) as error:
        raise Http404 from error
    if not isinstance(found, TranslatableMixin):
        raise Http404
    return found.specific if isinstance(found, Page) else found


def translations_into(instance: Any) -> QuerySet[Translation]:
    """Return the translations that may have produced an object. Those from an original come first.

    An original is a source that is not itself a translation.
    """
    if not isinstance(instance, TranslatableMixin):
        return Translation.objects.none()
    every = Translation.objects.filter(source__object_id=instance.translation_key)
    is_chained = Exists(every.filter(target_locale=OuterRef("source__locale")))
    found = every.filter(target_locale=instance.locale_id).exclude(source__locale=instance.locale_id)
    return found.select_related("source").order_by(is_chained, "pk")


def stopped_translation(instance: Any) -> Translation | None:
    """Return the translation of an object if it is detached, else ``None``."""
    return translations_into(instance).filter(enabled=False).first()


def origin_of(instance: Any) -> Any:
    """Return the object that an object was translated from, or the object itself."""
    translation = translations_into(instance).first()
    return translation.source.get_source_instance() if translation else instance


def source_of(instance: Any) -> TranslationSource | None:
    """Return the translation source that belongs to an object, or that it was translated from."""
    own = TranslationSource.objects.filter(object_id=instance.translation_key, locale=instance.locale_id)
    if source := own.filter(translations__isnull=False).first():
        return source
    translation = translations_into(instance).filter(enabled=True).first()
    return translation.source if translation else None


def is_source(instance: Any) -> bool:
    """Return whether other versions are translated from this object."""
    source = source_of(instance)
    return source is not None and source.locale_id == instance.locale_id


def translations_of(instance: Model) -> list[Any]:
    """Return the translations of a source, also detached ones; empty for an object that is itself a translation."""
    if not isinstance(instance, TranslatableMixin):
        return []
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is None:
        return []
    found = (
        instance.get_translations()
        .filter(locale__in=source.translations.values("target_locale"))
        .select_related("locale")
        .order_by("locale__language_code")
    )
    if isinstance(instance, Page):
        found = found.filter(alias_of=None).specific()
    return list(found)


def page_in(locale: Locale, page: Page) -> Page | None:
    """Return the version of a page in a language, unless it is an alias."""
    return page.get_translations().filter(locale=locale, alias_of=None).first()


def with_descendants(pages: Iterable[Any]) -> list[Any]:
    """Return the pages and all their descendants, without duplicates."""
    found = {page.pk: page for page in pages}
    for page in list(found.values()):
        found.update({below.pk: below for below in page.get_descendants().specific()})
    return list(found.values())


def language_of(instance: Any) -> Language:
    return host.language(instance.locale.language_code)


def title_of(instance: Any) -> str:
    return str(instance.get_admin_display_title() if isinstance(instance, Page) else instance)


def is_only_scheduled(instance: Any) -> bool:
    """Return whether the only lock on the object is its publication schedule, which may be changed."""
    return isinstance(instance, LockableMixin) and isinstance(instance.get_lock(), ScheduledForPublishLock)


def list_url(instance: Any) -> str:
    """Return the URL of the admin list that contains the page or record."""
    if isinstance(instance, Page):
        parent = instance.get_parent()
        return reverse("wagtailadmin_explore", args=[parent.pk if parent else instance.pk])
    viewset = getattr(type(instance), "snippet_viewset", None)
    return reverse(viewset.get_url_name("list")) if viewset else reverse("wagtailadmin_home")


def edit_url(instance: Any) -> str:
    """Return the URL of the admin's edit view for the page or record; empty if it has none."""
    return AdminURLFinder().get_edit_url(instance) or ""
