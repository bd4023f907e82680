"""When a source changes, its translations have its facts at once, and keep the words that were approved last.

wagtail-localize keeps a frozen copy of the source, says nothing when the source has moved on, and puts the new
English where a changed segment has no translation yet (its issues 876, 502). Here the copy follows each publication,
each changed segment keeps its former words, marked by a ``Review`` with what they were translated from, and the
translations follow (``following``). To be deleted when wagtail-localize does so: ``tests/translation`` tells.
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
    """An object as a source keeps it."""
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def differs(source: TranslationSource, content: str) -> bool:
    """Whether anything that translations have from their source is new: words, or what all languages share."""
    model: Any = source.specific_content_type.model_class()
    old, new = json.loads(source.content_json), json.loads(content)
    names = [rule.field_name for rule in get_translatable_fields(model)]
    return any(comparable(old.get(name)) != comparable(new.get(name)) for name in names)


def comparable(value: Any) -> Any:
    """A field's value without what does not matter: the order of a block's keys when a StreamField is written out."""
    if isinstance(value, str) and value.startswith("[{"):
        with suppress(ValueError):
            return json.loads(value)
    return value


def keep_up(source: TranslationSource, instance: Model) -> bool:
    """Bring the copy of a source up to date with ``instance``; returns whether there was anything new."""
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
    # Words that are known are right at once, so they come before those that have to be looked at.
    move_along(source, before)
    fill_in(source)
    carry_over(source, before)


def source_for(instance: Model) -> TranslationSource | None:
    if not isinstance(instance, TranslatableMixin):
        return None
    return TranslationSource.objects.filter(object=instance.translation_key, locale=instance.locale_id).first()


def on_published(instance: Model, revision: Revision | None = None, **kwargs: Any) -> None:
    """In the transaction of the publication (``patches.publish_guard``): all of it is kept, or nothing."""
    if (source := source_for(instance)) is not None:
        follow(source, instance, publisher(revision))
    translation = translations_into(instance).filter(enabled=True).first()
    if translation is None:
        return
    settle(translation, instance)
    if revision and revision.created_at < translation.source.last_updated_at:
        # A draft of a former source, as one that was scheduled.
        original = translation.source.get_source_instance()
        bring_up_to_date(translation.source, original, publisher(revision), locale=translation.target_locale)


def follow(source: TranslationSource, instance: Model, user: Any) -> None:
    """The copy of a source becomes what has been published, and the translations follow."""
    former_slug = json.loads(source.content_json).get("slug")
    if keep_up(source, instance):
        source.refresh_from_db()
    bring_up_to_date(source, instance, user, former_slug)


def on_moved(instance: Page, **kwargs: Any) -> None:
    """A page goes to another place at once, without being published; so do its translations."""
    if (source := source_for(instance)) is not None:
        follow_place(instance, followers(source), get_active_log_context().user)


def on_restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page becomes private or public at once; so do its versions, for what one asks is asked in every language."""
    for page in Page.objects.filter(pk=instance.page_id):  # none while the page itself is being deleted
        if source_for(page) is not None:
            follow_privacy(page, list(page.get_translations().filter(alias_of=None)), has_changed=True)


def publisher(revision: Revision | None) -> Any:
    """Who publishes: Wagtail's admin and ``publish_guard`` say so, else who has written it."""
    return get_active_log_context().user or (revision and revision.user)


def on_draft(instance: Revision, **kwargs: Any) -> None:
    """A source that has never been live is translated from its newest draft, so that all can be published together."""
    saved: Any = instance.content_object
    if getattr(saved, "first_published_at", True) is None and (source := source_for(saved)) is not None:
        keep_up(source, instance.as_object())


def latest(instance: Model) -> Model:
    """What of an object is translated: what readers see, or the newest draft of what they have never seen."""
    model: Any = type(instance.specific_deferred if isinstance(instance, Page) else instance)
    stored: Any = model._default_manager.get(pk=instance.pk)
    if getattr(stored, "first_published_at", True) is None and stored.latest_revision_id:
        return stored.get_latest_revision_as_object()
    return stored
