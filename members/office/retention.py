"""What the offices of cities are asked, why, and how long it is kept."""

from django.utils.translation import gettext_lazy as _

from amf_site.public_forms.retention import Retention

from .models import Proposal

PROPOSALS = Retention(
    model=Proposal,
    label=_("Office of a member city"),
    asked=_("The e-mail address of the office, and what it proposes."),
    why=_("To keep the pages of member cities true, and to answer."),
    months=24,
)
