"""The guide stands in the admin's help menu."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..conf import host


class GuideMenuItem(MenuItem):
    """Shown where the site has a guide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return host.guide is not None


@hooks.register("register_help_menu_item")
def guide_in_the_help_menu() -> MenuItem:
    return GuideMenuItem(
        _("Guide for translators and editors"), reverse_lazy("translation:guide"), icon_name="help", order=50
    )
