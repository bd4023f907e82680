"""When the clock alone changes which pages readers see."""

from datetime import datetime

from django.db.models import Min, Q
from wagtail.models import Page


def next_page_moment(now: datetime) -> datetime | None:
    """Return the next moment at which a page begins or ends (``pages.Addressed``)."""
    coming, ending = Q(go_live_at__gt=now), Q(expire_at__gt=now)
    found = Page.objects.aggregate(coming=Min("go_live_at", filter=coming), ending=Min("expire_at", filter=ending))
    return min(filter(None, found.values()), default=None)
