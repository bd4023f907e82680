"""The guide for translators and editors: a file of the site, in the language of the admin."""

from typing import Any

import markdown
from django.conf import settings
from django.http import Http404
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ...conf import host
from ..base import DeskView, style_sheets


def guide_in(code: str) -> SafeString:
    """The guide as HTML. It is the product's own text, so it is trusted. Pictures are served as static files."""
    if host.guide is None:
        raise Http404
    path = host.guide / f"{code}.md"
    text = (path if path.exists() else host.guide / f"{host.source_language}.md").read_text(encoding="utf-8")
    html = markdown.markdown(text, extensions=["tables", "toc"])
    return mark_safe(html.replace('src="pictures/', f'src="{settings.STATIC_URL}translating/'))  # noqa: S308


class GuideView(DeskView, TemplateView):
    """For everybody who may enter the admin."""

    template_name = "translation/guide/guide.html"
    page_title = _("Guide for translators and editors")
    header_icon = "help"
    media = style_sheets("guide")

    def may_open(self, user: Any) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "guide": guide_in(get_language() or host.source_language)}
