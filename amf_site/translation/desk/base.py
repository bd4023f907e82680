"""The base of all views of the desk: permission, breadcrumbs, style sheets and scripts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.forms.widgets import Media, Script
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..permissions.rules import may_use_desk

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The board, as a parent in breadcrumbs.
BOARD = ("translation:board", _("Translations"))


class DeskView(WagtailAdminTemplateMixin, View):
    """A view of the translation desk. Its template extends ``translation/base.html``."""

    header_icon = "globe"
    #: Parent views for the breadcrumbs, as URL name and title.
    parents: "Sequence[tuple[str, StrOrPromise]]" = ()
    #: Style sheets and scripts, in addition to those of the form.
    media = Media()

    def may_open(self, user: Any) -> bool:
        return may_use_desk(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        parents = [{"url": reverse(name), "label": title} for name, title in self.parents]
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *parents, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = getattr(context.get("form"), "media", Media())
        return context | {"media": context.get("media", Media()) + self.media + form}


def style_sheets(*names: str) -> Media:
    return Media(css={"all": [f"translation/{name}.css" for name in names]})


def script(name: str) -> Media:
    module: Any = Script(f"translation/{name}.js", type="module")
    return Media(js=[module])
