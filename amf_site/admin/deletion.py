"""What is in use is not deleted, and who wants to delete it is told by what it is used."""

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
    """For Wagtail's hook before records are deleted, one or many."""
    for instance in instances:
        if reason := obstacle_to_deletion(instance):
            views = instance.snippet_viewset
            usage = messages.button(reverse(views.get_url_name("usage"), args=[quote(instance.pk)]), _("Usage"))
            messages.error(request, f"{instance}: {reason}", buttons=[usage])
            return redirect(views.get_url_name("list"))
    return None


def obstacle_to_deletion(instance: Any) -> str:
    """Why a record is not deleted, in words; empty if it may be."""
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
    """Those of a list that has it: such rows know no protection, it would vanish from them without a word."""
    for relation in instance._meta.related_objects:
        if relation.many_to_many:
            yield from relation.related_model._base_manager.filter(**{relation.field.name: instance})


def users_in_drafts(instance: Any) -> Iterator[Model]:
    """Pages and records whose newest draft has it in a field that would protect it once it is published."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            protects = getattr(field.remote_field, "on_delete", None) in PROTECTING
            if protects and isinstance(instance, field.related_model or ()):
                yield from drafts_with(model, field.name, instance.pk)


def drafts_with(model: Any, name: str, key: Any) -> Iterator[Model]:
    """What has a newest draft in which a field of the model, or of its rows of the model, has this value."""
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
