"""Preview a page with the current translations, published or not."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ...permissions import rules
from .base import TranslationView

#: Removed, since the preview is in a sandboxed frame, where each blocked script causes a message in the console.
SCRIPT = re.compile(rb"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class Preview(TranslationView):
    """Untranslated text is shown in the source language."""

    http_method_names = ["get"]
    right = staticmethod(rules.may_read)

    def get(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        if not isinstance(self.target, Page):
            raise Http404
        page: Any = self.translation.source.get_ephemeral_translated_instance(
            self.translation.target_locale, fallback=True
        )
        response: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
        response.content = SCRIPT.sub(b"", response.content)
        # The preview request has passed all middleware, which set the length of the original content.
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Cache-Control"] = "no-store"
        return response
