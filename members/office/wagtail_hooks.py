"""Admin hooks of city offices: addresses, menu, names of actions in the log, and what is stored for how long."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from . import accepting, inviting
from .retention import ADDRESSES, PROPOSALS
from .reviewing import ProposalsMenuItem, ProposalsView, ProposedPicture, ReviewView

hooks.register("retentions", lambda: [ADDRESSES, PROPOSALS])


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("city-offices/<int:pk>/", inviting.OfficesView.as_view(), name="city_offices"),
        path("proposals/", ProposalsView.as_view(), name="office_proposals"),
        path("proposals/<int:pk>/", ReviewView.as_view(), name="office_review"),
        path("proposals/picture/<int:pk>/", ProposedPicture.as_view(), name="office_picture"),
    ]


@hooks.register("register_admin_menu_item")
def proposals_in_the_menu() -> MenuItem:
    return ProposalsMenuItem(_("Proposals of cities"), reverse("office_proposals"), icon_name="tasks", order=216)


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(inviting.INVITED, _("Invite an office"), _("Invited an office"))
    actions.register_action(inviting.ENDED, _("End an office"), _("Ended an office"))
    actions.register_action(accepting.ACCEPTED, _("Accept a proposal"), _("Accepted a proposal"))
    actions.register_action(accepting.RETURNED, _("Return a proposal"), _("Returned a proposal"))
