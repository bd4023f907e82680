"""The checks of articles and event pages, in addition to those of ``pages.checklist``."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.vocabulary import EventStatus, NewsKind
from pages.checklist import GENERAL, Check, Point, has_readable_length

#: An article that is published later than this after its date is asked about it once, before its publication.
SOON = datetime.timedelta(days=31)
#: The days of an event that nobody has compared with the source for longer than this are asked about.
CHECKED_WITHIN = datetime.timedelta(days=365)


def has_right_date(article: Any) -> Point:
    label = _("The date is right")
    try:
        date = article.partial_date
    except ValueError:
        date = None
    if date is None:
        return Point(label, (_("Say when it happened, as exact as it is known."),))
    if date.first_day > article.publication_day:
        return Point(label, (_("The day is still to come when the article is published."),))
    if not article.first_published_at and date.last_day < article.publication_day - SOON:
        return Point(label, (_("The date is more than a month before the publication. Is it right?"),))
    return Point(label)


def has_named_source(article: Any) -> Point:
    """Ask for a source, except for statements and calls, of which the Forum is the source itself."""
    is_needed = article.kind == NewsKind.NEWS and not article.sources.all()
    advice = _("Name a publication that readers can look it up in.")
    return Point(_("A source is named"), (advice,) if is_needed else ())


def has_settled_event(page: Any) -> Point:
    """Ask about the record: its state, and whether somebody has compared its days with the source lately."""
    label, event = _("The days of the event are right"), page.event if page.event_id else None
    if event is None:
        return Point(label, (_("Choose the event that the page tells of."),))
    today, advice = timezone.localdate(), []
    if event.status == EventStatus.PROVISIONAL:
        sentence = _("Its days are over and it is still provisional.") if event.last_day < today else ""
        advice.append(sentence or _("It is provisional. Readers are told so."))
    if event.last_day >= today and (event.checked_on is None or event.checked_on < today - CHECKED_WITHIN):
        advice.append(_("Nobody has compared its days with the source for a year."))
    return Point(label, tuple(advice))


NEWS: tuple[Check, ...] = (*GENERAL, has_readable_length(30), has_right_date, has_named_source)
EVENT: tuple[Check, ...] = (*GENERAL, has_readable_length(0), has_settled_event)
