"""The base of the editor's views: the translation, its page or record, and the permissions of the user."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, Model, OuterRef
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import DraftStateMixin, LockableMixin, Page, WorkflowState
from wagtail_localize.models import OverridableSegment, RelatedObjectSegment, StringSegment, Translation

from ...permissions import rules
from ...segments.paths import Places
from ...workflow.status import with_facts
from .overrides import Overridable, overridables


class TranslationView(View):
    """A view of one translation; ``right`` checks the permission to use it."""

    #: A function of ``permissions.rules``.
    right = staticmethod(rules.may_translate)
    translation: Any
    #: The page or record in the target language, and its source object, or ``None`` if that has been deleted.
    target: Any
    original: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        of_source = {"source": OuterRef("source")}
        self.translation = get_object_or_404(
            with_facts(Translation.objects)
            .select_related(
                "source__locale", "source__specific_content_type", "target_locale", "source__object", "task__assignee"
            )
            .annotate(
                has_values=Exists(OverridableSegment.objects.filter(**of_source)),
                has_related=Exists(RelatedObjectSegment.objects.filter(**of_source)),
            ),
            pk=kwargs["translation_id"],
        )
        self.target, self.original = both_sides(self.translation)
        if not self.right(request.user, self.translation, self.target):
            raise PermissionDenied(_("You may not do this in this language."))
        if request.method != "GET" and not self.translation.enabled:
            raise PermissionDenied(_("This translation is kept by hand, in Wagtail’s own editor."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lock(self) -> Any:
        """The lock that prevents this user from changing the page, if any."""
        lock = self.target.get_lock() if isinstance(self.target, LockableMixin) else None
        return lock if lock and lock.for_user(self.request.user) else None

    @cached_property
    def may_translate(self) -> bool:
        return rules.may_read(self.request.user, self.translation, self.target) and not self.lock

    @cached_property
    def may_publish(self) -> bool:
        return not self.lock and rules.may_publish(self.request.user, self.translation, self.target)

    def segment(self, pk: int) -> StringSegment:
        """Return a segment of this translation. Raise ``Http404``."""
        return get_object_or_404(
            StringSegment.objects.select_related("string", "context"), pk=pk, source=self.translation.source_id
        )

    @cached_property
    def places(self) -> Places:
        return Places(self.translation.source.specific_content_type.model_class())

    @cached_property
    def overridables(self) -> list[Overridable]:
        """The values that the language may override, in the order of the form."""
        found = overridables(self.translation, self.places) if self.translation.has_values else []
        return sorted(found, key=lambda one: (one.place.order, one.segment.order))

    def overridable(self, pk: int) -> Overridable:
        """Return one of them by segment id. Raise ``Http404``."""
        for one in self.overridables:
            if one.pk == pk:
                return one
        raise Http404


def both_sides(translation: Translation) -> tuple[Model, Model | None]:
    """Return the page or record in the target language, and its source object. Raise ``Http404`` without the former."""
    model: Any = translation.source.specific_content_type.model_class()
    records = model._default_manager.filter(
        translation_key=translation.source.object_id,
        locale__in=(translation.target_locale_id, translation.source.locale_id),
    )
    if issubclass(model, DraftStateMixin):
        records = records.select_related("live_revision").defer("live_revision__content")
    if issubclass(model, Page):
        of_page = {"base_content_type__model": "page", "object_id": Cast(OuterRef("pk"), CharField())}
        records = records.annotate_approved_schedule().annotate(
            is_in_workflow=Exists(WorkflowState.objects.active().filter(**of_page))
        )
    found = {record.locale_id: record for record in records}
    target: Any = found.get(translation.target_locale_id)
    if target is None:
        raise Http404
    if not getattr(target, "is_in_workflow", True):
        # Cached like this by Wagtail's own listings.
        target._current_workflow_states = []
    return target, found.get(translation.source.locale_id)
