"""What is said when an application or its draft cannot be shown or taken."""

from django.utils.translation import gettext_lazy as _

from amf_site.public_forms.requests import Refusal

#: The maximum size of what is sent with files, as in ``deploy/nginx.conf``.
LARGEST = 16 * 1024 * 1024

ENDED = Refusal(
    410,
    _("There is no such draft"),
    _("The address may be incomplete, or the draft was deleted because nobody changed it for a month."),
)
SENT = Refusal(
    410,
    _("This application has been sent"),
    _("The address of the draft is used up. To add or change something, write to the secretariat."),
)
NOT_KEPT = _(
    "The draft does not exist any more. What you wrote is still here: please choose the files anew, and send it again."
)
FILES_LOST = _("The files were not kept. Please choose them again when you send the form.")
TOO_MANY_LETTERS = _("The address was sent to you several times already. Please try again in an hour.")
