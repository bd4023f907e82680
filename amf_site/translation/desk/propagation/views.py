"""The confirmation view that offers an action on a source for its translations."""

from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page, ReferenceIndex

from ...workflow.copying import Copy
from ...workflow.lookup import key_of, object_of, title_of, with_descendants
from ...workflow.overview import statuses_of_targets
from ...workflow.propagation import Candidate, Delete, Move, Order, Propagation, Publish, Unpublish
from ...workflow.publishing import NotReadyError
from ...workflow.submission import CannotSubmitError
from ..base import DeskView

STEPS: dict[str, type[Propagation]] = {
    "move": Move,
    "order": Order,
    "unpublish": Unpublish,
    "delete": Delete,
    "publish": Publish,
    "copy": Copy,
}

#: Errors whose message tells staff why an action cannot be applied.
REASONS = (NotReadyError, CannotSubmitError, ValidationError, PermissionDenied)


def address_of(step: str, sources: list[Any], next_url: str = "", **more: str) -> str:
    """Return the URL of the confirmation for the sources."""
    query = {"on": [key_of(source) for source in sources], **more} | ({"next": next_url} if next_url else {})
    return reverse("translation:same_step", args=[step], query=query)


class SameStepView(DeskView, TemplateView):
    template_name = "translation/propagation/same_step.html"
    header_icon = "wagtail-localize-language"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        kind = STEPS.get(kwargs["step"])
        keys = request.GET.getlist("on")
        if kind is None or not keys:
            raise Http404
        self.sources = [object_of(key) for key in dict.fromkeys(keys)]
        self.step: Propagation = Copy(object_of(request.GET.get("of", ""))) if kind is Copy else kind()

    def may_open(self, user: Any) -> bool:
        return all(self.step.may_see(user, source) for source in self.sources)

    @cached_property
    def candidates(self) -> list[Candidate]:
        sources = self.sources
        if "below" in self.request.GET:
            sources = with_descendants(sources)
        # Remove duplicates: an object may be below two of the sources.
        return list(
            {candidate.key: candidate for candidate in self.step.candidates(sources, self.request.user)}.values()
        )

    @property
    def next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or self.step.back(self.sources)

    def get_page_title(self) -> str:
        return str(self.step.heading)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.candidates and not self.step.takes_sources:
            return redirect(self.next_url)
        return super().get(request, *args, **kwargs)

    @cached_property
    def confirm_total(self) -> int:
        """The number of pages to delete if it is so large that Wagtail asks to type the site's name, else 0."""
        if not self.step.takes_sources:
            return 0
        pages = [page for page in self.sources if isinstance(page, Page)]
        pages += [
            candidate.target
            for candidate in self.candidates
            if isinstance(candidate.target, Page) and not candidate.reason
        ]
        total = sum(1 + page.get_descendant_count() for page in pages)
        return total if total >= getattr(settings, "WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT", 10) else 0

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statuses = statuses_of_targets([candidate.target for candidate in self.candidates])
        return super().get_context_data(**kwargs) | {
            "step": self.step,
            "sources": [(title_of(source), source._meta, self.usage(source)) for source in self.sources],
            "candidates": [(candidate, statuses.get(candidate.target)) for candidate in self.candidates],
            "confirm_total": self.confirm_total,
            "wagtail_site_name": settings.WAGTAIL_SITE_NAME,
        }

    def usage(self, source: Any) -> tuple[str, int] | None:
        """Return the URL of the usage view of a source to be deleted, and the number of its uses."""
        if not self.step.takes_sources:
            return None
        if isinstance(source, Page):
            url = reverse("wagtailadmin_pages:usage", args=[source.pk])
        else:
            url = reverse(source.snippet_viewset.get_url_name("usage"), args=[quote(source.pk)])
        return f"{url}?describe_on_delete=1", ReferenceIndex.get_grouped_references_to(source).count()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "nothing" in request.POST:
            return redirect(self.next_url)
        chosen = set(request.POST.getlist("translation"))
        candidates = [candidate for candidate in self.candidates if candidate.key in chosen]
        next_url = self.next_url
        if self.confirm_total and request.POST.get("confirm_site_name") != settings.WAGTAIL_SITE_NAME:
            messages.error(request, _("Please type the name of the site to confirm."))
            return redirect(request.get_full_path())
        if response := self.run_delete_hooks("before", candidates):
            return response
        try:
            if blocked := next((candidate for candidate in candidates if candidate.reason), None):
                raise NotReadyError(f"{blocked.title}: {blocked.reason}")
            self.apply(candidates)
        except REASONS as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.error(request, _("Nothing was changed. %(reason)s") % {"reason": words})
            return redirect(request.get_full_path())
        self.tell(candidates)
        return self.run_delete_hooks("after", candidates) or redirect(next_url)

    def run_delete_hooks(self, when: str, candidates: list[Candidate]) -> HttpResponse | None:
        """Run the deletion hooks of Wagtail's views for sources and translations. Return the first response, if any."""
        if not self.step.takes_sources:
            return None
        for instance in [*self.sources, *(candidate.target for candidate in candidates)]:
            is_page = isinstance(instance, Page)
            for hook in hooks.get_hooks(f"{when}_delete_page" if is_page else f"{when}_delete_snippet"):
                response = hook(self.request, instance if is_page else [instance])
                if hasattr(response, "status_code"):
                    return response
        return None

    @transaction.atomic
    def apply(self, candidates: list[Candidate]) -> None:
        """Apply the action to all candidates, or to none if one fails."""
        for candidate in candidates:
            self.step.apply(candidate, self.request.user)
        if isinstance(self.step, Delete):
            for source in self.sources:
                if reason := self.step.obstacle(self.request.user, source):
                    raise NotReadyError(f"{title_of(source)}: {reason}")
                self.step.delete(source, self.request.user)

    def tell(self, candidates: list[Candidate]) -> None:
        languages = ", ".join(dict.fromkeys(candidate.language.own_name for candidate in candidates))
        if self.step.takes_sources:
            titles = ", ".join(title_of(source) for source in self.sources)
            messages.success(self.request, _("Deleted: %(titles)s") % {"titles": titles})
        if candidates:
            note = ngettext(
                "Done for %(count)s translation: %(languages)s",
                "Done for %(count)s translations: %(languages)s",
                len(candidates),
            )
            messages.success(self.request, note % {"count": len(candidates), "languages": languages})
        elif not self.step.takes_sources:
            messages.info(self.request, _("No translation was selected, so none was changed."))
