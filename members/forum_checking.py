"""What staff should look at in the records of the Forum's work: offices held twice or unchecked, unsettled events."""

import datetime
from itertools import combinations

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from .findings import LONGEST, Entry, Finding
from .models import Event, Office
from .vocabulary import HELD_BY_ONE, EventStatus


def unchecked_offices(finder: AdminURLFinder, limit: datetime.date) -> Finding:
    """Return the offices held now that nobody has checked since a day."""
    rows = Office.objects.held_now().filter(Q(checked_on=None) | Q(checked_on__lt=limit))
    rows = rows.select_related("body__theme", "city").order_by("checked_on", "pk")
    entries = [
        Entry(
            f"{office} ({office.body})",
            date_format(office.checked_on) if office.checked_on else _("never"),
            finder.get_edit_url(office),
        )
        for office in rows[:LONGEST]
    ]
    return Finding(_("Offices not checked for a year"), rows.count(), entries)


def offices_held_twice(finder: AdminURLFinder) -> Finding:
    """Return the offices that one person or city holds at a time, and that two hold according to the records."""
    rows = (
        Office.objects.filter(position__in=HELD_BY_ONE)
        .select_related("body__theme", "city")
        .order_by("body", "position", "since", "pk")
    )
    pairs = [pair for pair in combinations(rows, 2) if are_in_conflict(*pair)]
    entries = [
        Entry(f"{first} ({first.body})", told_of_both(first, second), finder.get_edit_url(first))
        for first, second in pairs[:LONGEST]
    ]
    return Finding(_("Offices that two hold at once"), len(pairs), entries)


def are_in_conflict(first: Office, second: Office) -> bool:
    same = first.body_id == second.body_id and first.position == second.position
    return same and first.position in HELD_BY_ONE and first.overlaps(second)


def told_of_both(first: Office, second: Office) -> str:
    names = {"first": first.person or first.city, "second": second.person or second.city}
    return _("%(first)s and %(second)s at the same time. When did the first term end?") % names


def warn_of_office_held_twice(request: HttpRequest, record: object) -> None:
    """Tell an editor who saved an office that somebody else holds it at the same time. Terms may overlap."""
    if not isinstance(record, Office) or record.position not in HELD_BY_ONE:
        return
    others = Office.objects.filter(body=record.body_id, position=record.position).exclude(pk=record.pk)
    for other in others.select_related("city"):
        if record.overlaps(other):
            messages.warning(request, told_of_both(other, record))


def unsettled_events(finder: AdminURLFinder) -> Finding:
    """Return the events that are over and still provisional or postponed: did they take place?"""
    unsettled = [EventStatus.PROVISIONAL, EventStatus.POSTPONED]
    rows = Event.objects.filter(last_day__lt=timezone.localdate(), status__in=unsettled).order_by("first_day")
    entries = [
        Entry(str(event), f"{date_format(event.last_day)}: {event.get_status_display()}", finder.get_edit_url(event))
        for event in rows[:LONGEST]
    ]
    return Finding(_("Events whose days are over: did they take place?"), rows.count(), entries)
