"""Confirmation views to detach a translation, to attach it again, and to make it the source."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail_localize.models import Translation

from ...permissions import rules
from ...workflow.detaching import start_again, stop
from ...workflow.lookup import edit_url, language_of, title_of
from ...workflow.origins import is_gone, make_source, may_make_source, replaceable
from ...workflow.submission import CannotSubmitError
from ..base import DeskView


class ConfirmView(DeskView, TemplateView):
    """Base view for those who may edit and publish the object, not for translators."""

    template_name = "translation/propagation/confirm.html"
    header_icon = "wagtail-localize-language"
    #: ``Translation.enabled`` before the change.
    is_enabled: bool
    question: str | Promise
    details: list[str | Promise] = []
    button: str | Promise

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.translation = get_object_or_404(
            Translation.objects.select_related("source", "target_locale"), pk=kwargs["translation_id"]
        )
        self.target: Any = rules.target_of(self.translation)
        if self.target is None:
            raise Http404

    def may_open(self, user: Any) -> bool:
        may = rules.may_edit(user, self.target) and rules.may_publish_object(user, self.target)
        return may and not rules.is_locked_for(user, self.target)

    def get_page_subtitle(self) -> str:
        return f"{title_of(self.target)} ({language_of(self.target).own_name})"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next_url=edit_url(self.target), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_due():
            self.change()
        return redirect(edit_url(self.target) or "wagtailadmin_home")

    def is_due(self) -> bool:
        return self.translation.enabled == self.is_enabled

    def change(self) -> None:
        raise NotImplementedError


class StopView(ConfirmView):
    is_enabled = True
    page_title = gettext_lazy("Keep the translation by hand")
    question = gettext_lazy("Stop translating in segments? From then on it is written in the ordinary editor.")
    details = [
        gettext_lazy("Readers keep what they see now, and all words of the translators are kept."),
        gettext_lazy("Nobody is told any more when the source changes."),
        gettext_lazy("It can be started again; what was written by hand is then taken into the segments."),
    ]
    button = gettext_lazy("Yes, keep it by hand")

    def change(self) -> None:
        stop(self.translation, self.request.user)
        messages.success(self.request, _("The translation is now kept by hand."))


class MakeSourceView(ConfirmView):
    """Exchange the roles of a translation and its source."""

    page_title = gettext_lazy("Make it the source")
    question = gettext_lazy("Shall all other languages be translated from this one from now on?")
    button = gettext_lazy("Yes, make it the source")

    @property
    def details(self) -> list[str]:  # type: ignore[override]
        details = [_("All languages keep their words, and readers see no change.")]
        if not is_gone(self.translation.source):
            details.insert(0, _("What it was translated from becomes a translation of it."))
        return details

    def may_open(self, user: Any) -> bool:
        return may_make_source(user, self.target)

    def is_due(self) -> bool:
        return replaceable(self.target) == self.translation

    def change(self) -> None:
        make_source(self.target)
        note = _("The other languages are now translated from %(language)s.")
        messages.success(self.request, note % {"language": language_of(self.target).own_name})


class StartView(ConfirmView):
    is_enabled = False
    page_title = gettext_lazy("Translate in segments again")
    question = gettext_lazy("Translate in segments again?")
    details = [
        gettext_lazy("Words, pictures, documents and links that were changed by hand are taken into the segments."),
        gettext_lazy("Text for which the source has no segment is kept in a comment and has to be looked at."),
        gettext_lazy("Blocks that the source does not have disappear when the translation is next published."),
    ]
    button = gettext_lazy("Yes, start again")

    def change(self) -> None:
        try:
            taken = start_again(self.translation, self.request.user)
        except CannotSubmitError as error:
            messages.error(self.request, str(error))
            return
        note = ngettext(
            "The translation is started again; %(count)s place was taken over from what was written by hand.",
            "The translation is started again; %(count)s places were taken over from what was written by hand.",
            taken.count,
        )
        messages.success(self.request, note % {"count": taken.count})
        if taken.left:
            note = ngettext(
                "%(count)s text has no segment. A comment keeps it: %(texts)s",
                "%(count)s texts have no segment. Comments keep them: %(texts)s",
                len(taken.left),
            )
            texts = " · ".join(text[:80] for text in taken.left)
            messages.warning(self.request, note % {"count": len(taken.left), "texts": texts})
