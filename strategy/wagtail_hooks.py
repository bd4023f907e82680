"""The admin of the plan's files."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import PlanEdition


class PlanEditionViewSet(SnippetViewSet):
    model = PlanEdition
    icon = "doc-full"
    menu_label = _("Plan files")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "published_on"]


register_snippet(PlanEditionViewSet)
