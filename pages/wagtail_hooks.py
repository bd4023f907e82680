"""Admin hooks and snippets for navigation, sources and names."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from amf_site.cldr.models import NameOverride
from amf_site.history import keep_what_stands
from amf_site.visibility.lists import OneLanguageIndexView

from .checklist_panel import add_checklist
from .models import SiteNavigation, Source
from .record_sets import record_sets
from .rich_text import LocalPageLinkHandler
from .source_chooser import SourceChooserViewSet
from .viewsets import FactsViewSet


class OneRecordPolicy(ModelPermissionPolicy):
    """Permission policy of a singleton that every page needs: it can be translated, but not added twice or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        allowed = action != "delete" and super().user_has_permission(user, action)
        return allowed and (action != "add" or not self.model.objects.exists())

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Check "add" last, because it needs a query and every admin screen calls this for its menu."""
        return any(self.user_has_permission(user, action) for action in sorted(actions, key="add".__eq__))


class SiteNavigationViewSet(SnippetViewSet):
    model = SiteNavigation
    index_view_class = OneLanguageIndexView
    icon = "bars"
    menu_label = _("Menu and footer")
    list_display = ["__str__", LocaleColumn(label=_("Language")), LiveStatusTagColumn(label=_("Status"))]


class SourceViewSet(SnippetViewSet):
    model = Source
    index_view_class = OneLanguageIndexView
    chooser_viewset_class = SourceChooserViewSet
    icon = "openquote"
    menu_label = _("Sources")
    list_display = [
        *("name", LocaleColumn(label=_("Language"))),
        *(LiveStatusTagColumn(label=_("Status")), UpdatedAtColumn(label=_("Updated"))),
    ]
    search_fields = ["name", "url"]


class NameOverrideViewSet(FactsViewSet):
    model = NameOverride
    icon = "edit"
    menu_label = _("Names")
    list_display = ["kind", "code", "language", "name"]
    list_filter = ["kind", "language"]
    search_fields = ["code", "name"]


class SiteGroup(SnippetViewSetGroup):
    items = (SiteNavigationViewSet, SourceViewSet, NameOverrideViewSet)
    menu_label = _("Site")
    menu_icon = "sliders"
    menu_order = 250


register_permission_policy(SiteNavigation, OneRecordPolicy(SiteNavigation))
register_snippet(SiteGroup)
hooks.register("construct_page_side_panels", add_checklist)
hooks.register("record_sets", record_sets)


@hooks.register("register_rich_text_features", order=10)
def register_local_page_links(features) -> None:
    features.register_link_type(LocalPageLinkHandler)


@hooks.register("before_edit_page")
def remember_the_picture(request: HttpRequest, page: Any) -> None:
    if request.method == "POST" and hasattr(page, "picture_id"):
        request.picture_before = type(page).objects.values_list("picture_id", "picture_alt").get(pk=page.pk)  # type: ignore[attr-defined]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def leave_a_way_back(request: HttpRequest, instance: Any) -> None:
    keep_what_stands(instance)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_the_picture_needs(request: HttpRequest, page: Any) -> None:
    """Warn an editor who saved a page about problems with its picture. Autosave requests (JSON) show no message."""
    picture = getattr(page, "picture", None)
    if picture is None or not request.accepts("text/html"):
        return
    before, words = getattr(request, "picture_before", (page.picture_id, ""))
    sentences = picture.advice_in_words()
    if before not in (None, page.picture_id) and words and words == page.picture_alt:
        sentence = _("The picture is another one. Does it still show what is said of it: “%(words)s”?")
        sentences.append(sentence % {"words": words})
    for sentence in sentences:
        messages.warning(request, sentence)
