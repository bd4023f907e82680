"""The health checks of translations, for administrators: findings, their consequences, and a repair button."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from ...health.check import look, mend
from ...health.checks import CHECKS
from ...permissions.rules import may_open_languages
from ..base import DeskView

#: Findings shown per check; the command ``check_translations`` shows the same number.
SHOWN = 20


class HealthView(DeskView, TemplateView):
    """All checks; slow ones, which read every page, only on request."""

    template_name = "translation/health/health.html"
    page_title = _("Health of the translations")
    header_icon = "warning"

    def may_open(self, user: Any) -> bool:
        return may_open_languages(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_thorough = "thorough" in self.request.GET
        results = [look(check) for check in CHECKS if is_thorough or not check.is_slow]
        wrong = [result for result in results if result.findings]
        return super().get_context_data(
            damaged=[result for result in wrong if result.check.is_damage],
            remarks=[result for result in wrong if not result.check.is_damage],
            sound=[result.check for result in results if not result.findings],
            not_asked=[check for check in CHECKS if check.is_slow and not is_thorough],
            shown=SHOWN,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Repair the findings of one check."""
        check = next((check for check in CHECKS if check.name == request.POST.get("check") and check.cure), None)
        if check is None:
            raise Http404
        result = mend(check)
        if result.mended:
            words = ngettext("%(count)s mended.", "%(count)s mended.", result.mended) % {"count": result.mended}
            messages.success(request, f"{check.title}: {words}")
        if left := len(result.findings):
            words = ngettext("%(count)s needs a person.", "%(count)s need a person.", left) % {"count": left}
            messages.warning(request, f"{check.title}: {words}")
        return redirect(reverse("translation:health") + ("?thorough" if check.is_slow else ""))
