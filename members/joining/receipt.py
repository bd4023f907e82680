"""The receipt of an application as PDF. Like the page, it tells nothing of the contact person."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext

from amf_site.cldr.formats import format_date
from amf_site.cldr.names import direction_of, territory_name
from amf_site.printing.substitutes import typeset_readably
from members.models.application import Application


def receipt_pdf(application: Application, code: str) -> bytes:
    return typeset_readably("receipt.typ", receipt_words(application, code), code)[0]


def receipt_words(application: Application, code: str) -> dict[str, Any]:
    """Return the data for ``receipt.typ``. The language must be active."""
    day = localdate(application.received_at)
    files = [attachment.name for attachment in application.attachments.all()]
    rows = [
        {"label": gettext("Reference"), "value": application.reference},
        {"label": gettext("Received"), "value": format_date(day, code)},
        {"label": gettext("City"), "value": application.name},
        {
            "label": gettext("Name of the city as it writes itself"),
            "value": application.native_name,
            "lang": application.native_language,
            "dir": direction_of(application.native_language),
        },
        {"label": gettext("Country"), "value": territory_name(application.country, code)},
        *({"label": gettext("Attachment"), "value": name} for name in files),
    ]
    return {
        "title": gettext("Your application has arrived"),
        "forum": gettext("Asian Mayors Forum"),
        "published_on": day.isoformat(),
        "rows": rows,
        "note": gettext("The secretariat has received the application and will tell you how it goes on."),
        "again": gettext("Please name the reference when you write about the application."),
    }
