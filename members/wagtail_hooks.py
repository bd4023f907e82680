"""The admin of member cities."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import City


class CityViewSet(SnippetViewSet):
    model = City
    icon = "globe"
    menu_label = _("Member cities")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "native_name", "country"]
    list_filter = ["country"]


register_snippet(CityViewSet)
