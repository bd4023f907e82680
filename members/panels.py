"""Admin panels and messages that lead from the record of a city to its profiles."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.models import Page

from amf_site.languages import SOURCE_LANGUAGE


def new_profile_url(city: Any, user: Any) -> str:
    """Return the URL for adding the city's profile in the source language.

    Return an empty string if the profile exists or the user may not add it.
    """
    from members.models import CityPage, MemberDirectoryPage

    if CityPage.objects.filter(city=city, locale__language_code=SOURCE_LANGUAGE).exists():
        return ""
    directory = MemberDirectoryPage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if directory is None or not directory.permissions_for_user(user).can_add_subpage():
        return ""
    address = reverse("wagtailadmin_pages:add", args=["members", "citypage", directory.pk])
    return f"{address}?{urlencode({'city': city.pk})}"


def offer_profile(request: HttpRequest, city: Any) -> None:
    """Show a message with a link for adding the profile of a newly created city."""
    if url := new_profile_url(city, request.user):
        button = messages.button(url, _("Write the profile"))
        messages.info(request, _("Readers meet a city by its profile, which is still to be written."), buttons=[button])


class ProfilesPanel(Panel):
    """Lists the profiles of a city, or of the ``cities`` of a partnership, that the user can edit."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/profiles.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            user = self.request.user
            rows = []
            for city in getattr(self.instance, "cities", [self.instance]):
                pages = Page.objects.filter(citypage__city=city).select_related("locale").order_by("locale")
                shown = [page for page in pages if page.permissions_for_user(user).can_edit()]
                rows.append({"city": city, "pages": shown, "new_url": new_profile_url(city, user)})
            return {**super().get_context_data(parent_context), "rows": rows}


class OfficesPanel(Panel):
    """Says who speaks for a city, and leads to the page where offices are invited and ended."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/offices.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            addresses = self.instance.office_addresses.filter(ended_at=None)
            url = reverse("city_offices", args=[self.instance.pk])
            return {**super().get_context_data(parent_context), "addresses": addresses, "url": url}
