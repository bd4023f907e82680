"""When a source changes, update its translations at once, except for text: that stays as last approved.

wagtail-localize keeps a snapshot of the source, does not tell when it is outdated, and shows the new source text where
a changed segment has no translation yet (its issues 876, 502). Here the snapshot is updated at each publication,
changed segments keep their previous translation with a ``Review`` that holds the text it was made from, and the targets
are synchronised (``following``). Delete this when wagtail-localize does so; a test in ``tests/translation`` will fail
then.
"""

import json
from collections import Counter
from contextlib import suppress
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageViewRestriction, Revision, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource, get_schema_version

from ..memory.exact_matches import fill_in
from .following import bring_up_to_date, followers
from .former_words import carry_over, move_along
from .lookup import translations_into
from .settling import settle
from .surroundings import follow_place, follow_privacy


def content_of(instance: Model) -> str:
    """Serialise an object in the format of ``TranslationSource.content_json``."""
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def differs(source: TranslationSource, content: str) -> bool:
    """Return whether any field that translations take from their source has changed, translatable or synchronised."""
    model: Any = source.specific_content_type.model_class()
    old, new = json.loads(source.content_json), json.loads(content)
    names = [rule.field_name for rule in get_translatable_fields(model)]
    return any(comparable(old.get(name)) != comparable(new.get(name)) for name in names)


def comparable(value: Any) -> Any:
    """Normalise a field value for comparison: parse StreamField JSON, whose key order is irrelevant."""
    if isinstance(value, str) and value.startswith("[{"):
        with suppress(ValueError):
            return json.loads(value)
    return value


def keep_up(source: TranslationSource, instance: Model) -> bool:
    """Update the snapshot of a source from ``instance``. Return whether anything had changed."""
    content = content_of(instance)
    if not differs(source, content):
        return False
    with transaction.atomic():
        renew(source, instance, content)
    return True


def renew(source: TranslationSource, instance: Model, content: str) -> None:
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    before = Counter(source.stringsegment_set.values_list("context_id", "string_id"))
    source.content_json = content
    source.schema_version = get_schema_version(instance._meta.app_label)
    source.object_repr = str(instance)[:200]
    source.last_updated_at = timezone.now()
    source.save(update_fields=["content_json", "schema_version", "object_repr", "last_updated_at"])
    source.refresh_segments()
    # Translations of the same text first: they need no review. Then those of similar text.
    move_along(source, before)
    fill_in(source)
    carry_over(source, before)


def current_source(instance: Model) -> TranslationSource:
    """Return the source of an object, with its newest content; created if there is none."""
    current = latest(instance)
    source = source_for(current)
    if source is None:
        source = TranslationSource.get_or_create_from_instance(current)[0]
    else:
        keep_up(source, current)
    return source


def source_for(instance: Model) -> TranslationSource | None:
    if not isinstance(instance, TranslatableMixin):
        return None
    return TranslationSource.objects.filter(object=instance.translation_key, locale=instance.locale_id).first()


def on_published(instance: Model, revision: Revision | None = None, **kwargs: Any) -> None:
    """Handle a publication, within its transaction (``patches.publish_guard``): all is saved, or nothing."""
    if (source := source_for(instance)) is not None:
        follow(source, instance, publisher(revision))
    translation = translations_into(instance).filter(enabled=True).first()
    if translation is None:
        return
    settle(translation, instance)
    if revision and revision.created_at < translation.source.last_updated_at:
        # An outdated draft was published, for example a scheduled one.
        original = translation.source.get_source_instance()
        bring_up_to_date(translation.source, original, publisher(revision), locale=translation.target_locale)


def follow(source: TranslationSource, instance: Model, user: Any) -> None:
    """Update the snapshot of a source and its translations after a publication."""
    former_slug = json.loads(source.content_json).get("slug")
    if keep_up(source, instance):
        source.refresh_from_db()
    bring_up_to_date(source, instance, user, former_slug)


def on_moved(instance: Page, **kwargs: Any) -> None:
    """Move the translations of a page that was moved; that needs no publication."""
    if (source := source_for(instance)) is not None:
        follow_place(instance, followers(source), get_active_log_context().user)


def on_restriction_changed(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Apply a changed privacy setting to all versions of the page: protected content is so in every language.

    A setting that is deleted with its page, the ``origin`` of the deletion, does not make the other versions public.
    """
    if origin is not None and getattr(origin, "model", type(origin)) is not PageViewRestriction:
        return
    for page in Page.objects.filter(pk=instance.page_id):
        if source_for(page) is not None:
            follow_privacy(page, list(page.get_translations().filter(alias_of=None)), has_changed=True)


def publisher(revision: Revision | None) -> Any:
    """Return the user who publishes: that of the log context (see ``publish_guard``), else the revision's author."""
    return get_active_log_context().user or (revision and revision.user)


def on_draft(instance: Revision, **kwargs: Any) -> None:
    """Update a source that was never live from its newest draft, so that all languages can be published together."""
    saved: Any = instance.content_object
    if getattr(saved, "first_published_at", True) is None and (source := source_for(saved)) is not None:
        keep_up(source, instance.as_object())


def latest(instance: Model) -> Model:
    """Return the version of an object that is translated: the live one, or the newest draft if it was never live."""
    model: Any = type(instance.specific_deferred if isinstance(instance, Page) else instance)
    stored: Any = model._default_manager.get(pk=instance.pk)
    if getattr(stored, "first_published_at", True) is None and stored.latest_revision_id:
        return stored.get_latest_revision_as_object()
    return stored
