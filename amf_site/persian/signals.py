"""Repair Persian letters whenever an object is saved, and tell the editor.

Forms, imports and scripts all end in ``save()`` of a translatable object or of a revision, so the repair is done in
``pre_save``; the translation desk repairs segments (setting ``SPELLING``). Only translatable fields of objects in
Persian are changed; facts such as a city's own name are kept.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Revision, TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from .letters import PERSIAN, repair_block, repair_html, repair_persian

#: Attribute of a saved object or revision with the list of its repaired fields.
REPAIRED = "_repaired_fields"


def words_of(model: type[models.Model]) -> list[Any]:
    """Return the translatable fields of a model, and its child relations."""
    names = [rule.field_name for rule in get_translatable_fields(model) if isinstance(rule, TranslatableField)]
    if "title" in names and hasattr(model, "draft_title"):
        names.append("draft_title")
    return [model._meta.get_field(name) for name in names]


def repairer(field: models.Field) -> Callable[[Any], Any] | None:
    """Return the function that repairs a stored value of the field, or ``None`` if the field does not hold text."""
    if isinstance(field, StreamField):
        return lambda value: repair_block(field.stream_block, value)
    if isinstance(field, RichTextField):
        return repair_html
    if isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, models.URLField):
        return repair_persian
    return None


def repair_object(instance: TranslatableMixin, **kwargs: Any) -> None:
    """Repair the fields of an object before it is saved; its child objects send ``pre_save`` themselves."""
    if not isinstance(instance, TranslatableMixin):
        return
    better = {}
    for field in words_of(type(instance)):
        repair, value = repairer(field), getattr(instance, field.name, None)
        if not repair or not value:
            continue
        stored = field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value
        if (repaired := repair(stored)) != stored:
            better[field] = repaired
    if better and instance.locale.language_code == PERSIAN:
        for field, value in better.items():
            setattr(instance, field.name, field.to_python(value))
        remember(instance, better)


def repair_revision(instance: Revision, **kwargs: Any) -> None:
    """Repair the serialised content of a revision, including child objects, before it is saved."""
    model: Any = instance.content_type.model_class()
    if model is None or not issubclass(model, TranslatableMixin):
        return
    content, fields = repair_content(model, instance.content)
    if fields and Locale.objects.filter(pk=content["locale"], language_code=PERSIAN).exists():
        instance.content = content
        instance.object_str = repair_persian(instance.object_str)
        remember(instance, fields)


def repair_content(model: type[models.Model], content: dict[str, Any]) -> tuple[dict[str, Any], list[models.Field]]:
    """Return the repaired content of a revision, and the fields that changed."""
    content, fields = dict(content), []
    for field in words_of(model):
        value = content.get(field.name)
        if value and field.one_to_many:
            parts = [repair_content(field.related_model, part) for part in value]
            content[field.name] = [part for part, _repaired in parts]
            fields += [part_field for _part, repaired in parts for part_field in repaired]
        elif value and (repaired := repair_serialized(field, value)) != value:
            content[field.name] = repaired
            fields.append(field)
    return content, fields


def repair_serialized(field: models.Field, value: str) -> str:
    repair = repairer(field)
    if not repair or not isinstance(field, StreamField):
        return repair(value) if repair else value
    children = json.loads(value)
    repaired = repair(children)
    return value if repaired == children else json.dumps(repaired, ensure_ascii=False)


def remember(saved: models.Model, fields: Iterable[models.Field]) -> None:
    known = getattr(saved, REPAIRED, [])
    setattr(saved, REPAIRED, [*known, *(field for field in fields if field not in known)])


def repaired_fields(saved: models.Model) -> Iterable[models.Field]:
    """Yield the fields that were repaired in an object, in its latest revision and in its child objects."""
    parts = [part for field in words_of(type(saved)) if field.one_to_many for part in getattr(saved, field.name).all()]
    for one in (saved, getattr(saved, "latest_revision", None), *parts):
        yield from getattr(one, REPAIRED, [])


def tell_the_editor(request: HttpRequest, saved: models.Model) -> None:
    """Show one message after a page or record was saved in the admin, but not after an autosave (a JSON request)."""
    if not isinstance(saved, TranslatableMixin) or not request.accepts("text/html"):
        return
    names = dict.fromkeys(str(capfirst(field.verbose_name)) for field in repaired_fields(saved) if field.editable)
    if names:
        fields = ("، " if get_language_bidi() else ", ").join(names)
        note = _("Letters that only look Persian were replaced by the Persian ones in: %(fields)s.")
        messages.info(request, note % {"fields": fields})
