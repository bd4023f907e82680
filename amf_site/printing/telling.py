"""Tell staff about PDFs that are outdated or could not be created, and why."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, gettext_noop, override
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from amf_site.addresses import absolute
from amf_site.cldr.formats import format_date, format_number

from .models import PagePdf

#: A change that has been waiting for longer is reported.
PATIENCE = timedelta(minutes=10)
#: The maximum number of pages in the panel; it also shows the total.
SHOWN = 10
#: Messages that ``typesetting`` and ``making`` store in ``problem``; they are translated when they are shown.
PROBLEMS = (
    gettext_noop("The file wants more time or memory than it is given."),
    gettext_noop("A fault of the site: its log tells more."),
)
HEADING = gettext_lazy("These PDFs are not what their pages say")


def sentences_about(row: PagePdf) -> Iterator[tuple[int, str]]:
    """Yield what an editor should know about the PDF of a page, as pairs of message level and text."""
    if row.problem:
        yield messages.ERROR, _("The PDF of this page could not be made: %(problem)s") % {"problem": _(row.problem)}
    elif row.is_waiting and row.changed_at:
        words = _("The PDF of this page has been waiting to be made anew since %(time)s.")
        yield messages.INFO, words % {"time": _format_moment(row.changed_at)}
    if row.is_behind:
        words = _("Readers get the file of %(time)s and are told that the page has changed since.")
        yield messages.INFO, words % {"time": _format_moment(row.made_at)}
    if row.substitutes:
        said = ", ".join(f"{sign} → {instead or '–'}" for sign, instead in row.substitutes.items())
        words = _("No font has some signs of this page. Its PDF says instead: %(list)s")
        yield messages.WARNING, words % {"list": said}


def wanting() -> Any:
    """Return the PDFs of live pages that have a problem or have been waiting for too long."""
    late = Q(changed_at__lt=timezone.now() - PATIENCE) & (Q(made_for=None) | ~Q(made_for=F("changed_at")))
    rows = PagePdf.objects.filter(page__live=True).filter(~Q(problem="") | late)
    return rows.select_related("page__locale").order_by("page__path")


def reason(row: PagePdf) -> str:
    """Return why a PDF from ``wanting`` is outdated."""
    if row.problem:
        return _(row.problem)
    words = _("It has been waiting since %(time)s: the worker does not come to it.")
    return words % {"time": _format_moment(row.changed_at)} if row.changed_at else ""


def tell_publisher(row: PagePdf) -> None:
    """Email the publisher of the page that its PDF could not be created; they may have left the admin by now."""
    page: Any = Page.objects.select_related("live_revision__user__wagtail_userprofile").get(pk=row.page_id)
    user = page.live_revision and page.live_revision.user
    if not user or not user.is_active or not user.email:
        return
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        subject = _("The PDF of “%(title)s” could not be made") % {"title": page.title}
        sentences = [text for _level, text in sentences_about(row)]
        address = absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        send_mail(subject, "\n\n".join([*sentences, address]), None, [user.email])


def _format_moment(moment: datetime) -> str:
    local, code = timezone.localtime(moment), get_language()
    clock = "".join(sign if sign == ":" else format_number(int(sign), code) for sign in f"{local:%H:%M}")
    return f"{format_date(local.date(), code)} {clock}"


class BehindPanel(Component):
    """A dashboard panel of the pages with outdated PDFs."""

    template_name = "printing/behind_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = page_permission_policy.instances_user_has_permission_for(user, "change")
        rows = wanting().filter(page__in=mine)
        return {
            "heading": HEADING,
            "files": [
                (row, reason(row), reverse("wagtailadmin_pages:edit", args=[row.page_id])) for row in rows[:SHOWN]
            ],
            "count": rows.count(),
        }
