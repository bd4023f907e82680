"""What the offices of cities are asked, why, and how long it is kept."""

from django.utils.translation import gettext_lazy as _

from amf_site.public_forms.retention import Retention

from .models import OfficeAddress, Proposal

ADDRESSES = Retention(
    model=OfficeAddress,
    label=_("Address of a city’s office"),
    asked=_("The e-mail address of the office, and its language. The secretariat enters them."),
    why=_("To send links that open the office. The time begins when the secretariat closes the office."),
    months=12,
    since="ended_at",
)
PROPOSALS = Retention(
    model=Proposal,
    label=_("Office of a member city"),
    asked=_("The e-mail address of the office, and what it proposes."),
    why=_("To keep the pages of member cities true, and to answer."),
    months=24,
)
