"""The guides in the help menu: Markdown files of the project, in the language of the admin."""

from typing import Any

import markdown
from django.conf import settings
from django.http import Http404
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.generic import TemplateView

from ...conf import host
from ..base import DeskView, style_sheets


def read_guide(name: str) -> tuple[str, str]:
    """Return the title of a guide and its text."""
    if name not in host.guides:
        raise Http404
    path = host.guides[name] / f"{get_language()}.md"
    text = (path if path.exists() else path.with_stem(host.source_language)).read_text(encoding="utf-8")
    title, _line, rest = text.partition("\n")
    return title.removeprefix("# "), rest


#: Lazy, because the menu is built once and shown in the language of each user.
title_of = lazy(lambda name: read_guide(name)[0], str)


def as_html(name: str, text: str) -> SafeString:
    """Convert a guide to HTML. The text is part of the project and so trusted. Images are static files."""
    html = markdown.markdown(text, extensions=["tables", "toc"])
    return mark_safe(html.replace('src="pictures/', f'src="{settings.STATIC_URL}{name}/'))  # noqa: S308


class GuideView(DeskView, TemplateView):
    """For all users of the admin."""

    template_name = "translation/guide/guide.html"
    header_icon = "help"
    media = style_sheets("guide")

    def may_open(self, user: Any) -> bool:
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = kwargs.pop("name", next(iter(host.guides), ""))
        self.page_title, text = read_guide(name)
        return {**super().get_context_data(**kwargs), "guide": as_html(name, text)}
