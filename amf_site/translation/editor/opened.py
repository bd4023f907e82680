"""What every address of the editor begins with: a translation, its page or record, and what the user may do with it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from .. import rights


class OfTranslation(View):
    """A view of one translation; ``right`` says who may use it."""

    #: A function of ``rights``.
    right = staticmethod(rights.may_translate)
    translation: Translation
    target: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.translation = get_object_or_404(
            Translation.objects.select_related(
                "source__locale", "source__specific_content_type", "target_locale", "source__object", "work__assignee"
            ),
            pk=kwargs["translation_id"],
        )
        self.target = target_of(self.translation)
        if not self.right(request.user, self.translation, self.target):
            raise PermissionDenied(_("You may not do this in this language."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def may_translate(self) -> bool:
        return rights.may_translate(self.request.user, self.translation, self.target)

    @cached_property
    def may_publish(self) -> bool:
        return rights.may_publish(self.request.user, self.translation, self.target)

    def segment(self, pk: int) -> StringSegment:
        """One of this translation. Raises ``Http404``."""
        return get_object_or_404(
            StringSegment.objects.select_related("string", "context"), pk=pk, source=self.translation.source_id
        )


def target_of(translation: Translation) -> Model:
    """The page or record in the language. Raises ``Http404``: it may have been deleted."""
    model: Any = translation.source.specific_content_type.model_class()
    records = model._default_manager.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    )
    if issubclass(model, Page):
        records = records.select_related("locale")
    try:
        return records.get()
    except ObjectDoesNotExist as error:
        raise Http404 from error
