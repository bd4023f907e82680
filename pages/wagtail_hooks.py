"""The admin of what is shared by all pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from amf_site.cldr.models import NameOverride

from .models import SiteNavigation, Source
from .rich_text import LocalPageLinkHandler


class SiteNavigationViewSet(SnippetViewSet):
    model = SiteNavigation
    icon = "bars"
    menu_label = _("Menu and footer")
    list_display = ["__str__", "locale", LiveStatusTagColumn(label=_("Status"))]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    search_fields = ["name"]


class NameOverrideViewSet(SnippetViewSet):
    model = NameOverride
    icon = "edit"
    menu_label = _("Names")
    list_display = ["kind", "code", "language", "name"]
    list_filter = ["kind", "language"]
    search_fields = ["code", "name"]


class SiteGroup(SnippetViewSetGroup):
    items = (SiteNavigationViewSet, SourceViewSet, NameOverrideViewSet)
    menu_label = _("Site")
    menu_icon = "site"
    menu_order = 250


register_snippet(SiteGroup)


@hooks.register("register_rich_text_features", order=10)
def lead_to_the_readers_language(features) -> None:
    features.register_link_type(LocalPageLinkHandler)
