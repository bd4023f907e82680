"""How long drafts and applications are kept, for the privacy page and for deletion."""

from django.utils.translation import gettext_lazy as _

from amf_site.public_forms.retention import Retention
from members.models.application import Application, ApplicationDraft

DRAFTS = Retention(
    model=ApplicationDraft,
    label=_("Draft of an application"),
    asked=_("What you have filled in so far, and your files."),
    why=_("So that you can continue later. The time begins anew whenever you save."),
    months=1,
)
APPLICATIONS = Retention(
    model=Application,
    label=_("Application to join"),
    asked=_("Facts about the city, the name, office and addresses of a contact person, your reasons, and files."),
    why=_("To decide on the application. The time begins with the decision."),
    months=12,
    since="decided_at",
)
