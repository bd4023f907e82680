"""Prevent the deletion of records that are in use, and tell the user what uses them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Model, ProtectedError, RestrictedError, TextField
from django.db.models.deletion import Collector
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.admin import messages
from wagtail.models import Revision, RevisionMixin

from .lost_records import PROTECTING
from .one_in_language import OneInLanguage
from .refusals import in_use_by, reason_of


def keep_what_is_in_use(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Redirect with an error message if one of the records may not be deleted (for ``before_delete_snippet``)."""
    for instance in instances:
        if reason := obstacle_to_deletion(instance):
            views = instance.snippet_viewset
            usage = messages.button(reverse(views.get_url_name("usage"), args=[quote(instance.pk)]), _("Usage"))
            messages.error(request, f"{instance}: {reason}", buttons=[usage])
            return redirect(views.get_url_name("list"))
    return None


def obstacle_to_deletion(instance: Any) -> str:
    """Return a message saying why a record may not be deleted, or an empty string if it may."""
    if isinstance(instance, OneInLanguage) and instance.one_for_each is not None and getattr(instance, "live", False):
        return _("Readers see it. Change it instead, or unpublish it first.")
    if users := [*users_in_lists(instance), *users_in_drafts(instance)]:
        return in_use_by(users)
    try:
        Collector(using=instance._state.db).collect([instance])
    except (ProtectedError, RestrictedError) as refusal:
        return reason_of(refusal)
    return ""


def users_in_lists(instance: Any) -> Iterator[Model]:
    """Yield the objects with the record in a many-to-many field: Django would silently remove it from there."""
    for relation in instance._meta.related_objects:
        if relation.many_to_many:
            yield from relation.related_model._base_manager.filter(**{relation.field.name: instance})


def users_in_drafts(instance: Any) -> Iterator[Model]:
    """Yield the pages and records whose latest draft has the record in a field that will protect it once published."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            protects = getattr(field.remote_field, "on_delete", None) in PROTECTING
            if protects and isinstance(instance, field.related_model or ()):
                yield from drafts_with(model, field.name, instance.pk)


def drafts_with(model: Any, name: str, key: Any) -> Iterator[Model]:
    """Yield objects whose latest draft has this key in the field ``name`` of ``model``, which may be a child model."""
    parental = next((field for field in model._meta.concrete_fields if isinstance(field, ParentalKey)), None)
    owner = parental.related_model if parental else model
    if not issubclass(owner, RevisionMixin):
        return
    newest = owner._base_manager.exclude(latest_revision=None).values("latest_revision")
    drafts = Revision.objects.filter(pk__in=newest).annotate(text=Cast("content", TextField()))
    for draft in drafts.filter(text__contains=f'"{name}": {key}'):
        rows = draft.content.get(parental.remote_field.related_name, []) if parental else [draft.content]
        if any(row.get(name) == key for row in rows):
            yield draft.content_object
