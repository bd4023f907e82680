"""The health of the translations is among the admin's reports, for administrators."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..rights import may_open_languages


class HealthMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_open_languages(request.user)


@hooks.register("register_reports_menu_item")
def health_among_the_reports() -> MenuItem:
    return HealthMenuItem(
        _("Health of the translations"), reverse_lazy("translation:health"), icon_name="warning", order=720
    )
