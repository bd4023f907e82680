"""The guide stands in the admin's help menu."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_help_menu_item")
def guide_in_the_help_menu() -> MenuItem:
    return MenuItem(
        _("Guide for translators and editors"), reverse_lazy("translation:guide"), icon_name="help", order=50
    )
