"""The glossary and the report of consistency in the admin's menus."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from ..models import Term
from ..rights import may_use_desk
from .glossary import TermViewSet, policy

register_permission_policy(Term, policy)
register_snippet(TermViewSet)


class ConsistencyItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_use_desk(request.user)


@hooks.register("register_reports_menu_item")
def report_in_the_menu() -> MenuItem:
    return ConsistencyItem(
        _("Consistency of translations"), reverse("translation:consistency"), icon_name="list-ul", order=710
    )
