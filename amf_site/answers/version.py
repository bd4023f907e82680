"""The current version of the content, and the moment at which the clock will change what readers see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from wagtail import hooks

from .models import ContentVersion

KEY, CHANGED = "content-version", "changed"
#: Seconds for which a shared cache tells the version. It is told anew on every change; this bounds how long a change
#: stays unseen whose message the cache has missed, as while it restarts.
TOLD = 5
#: No answer is kept for longer: so long may a change stay unseen whose process was killed after it was committed and
#: before the version was counted up.
LONGEST = timedelta(hours=1)
#: A function of an app, registered with the hook ``clock_moments``: the next moment after ``now`` at which the clock
#: alone changes what readers see, such as the end of a day.
ClockMoment = Callable[[datetime], datetime | None]


@dataclass(frozen=True)
class Version:
    number: int
    #: Until when answers of this version are right, if nothing is changed before.
    until: datetime


#: The last version that this process has seen.
_seen: Version | None = None


def is_cache_shared() -> bool:
    """Whether all processes have one cache. Without, each asks the database for the version."""
    return "locmem" not in settings.CACHES["default"]["BACKEND"]


def current() -> Version:
    """Return the current version, from the shared cache if there is one."""
    global _seen
    now = timezone.now()
    told = cache.get(KEY) if is_cache_shared() else None
    if isinstance(told, Version) and told.until > now:
        return told
    number = ContentVersion.objects.filter(pk=ContentVersion.ONLY).values_list("number", flat=True).first() or 0
    if not (_seen and _seen.number == number and _seen.until > now):
        _seen = Version(number, next_moment(now))
    if is_cache_shared():
        cache.add(KEY, _seen, TOLD)  # not after a change that was made meanwhile
    return _seen


def next_moment(now: datetime) -> datetime:
    moments = (moment(now) for moment in hooks.get_hooks("clock_moments"))
    return min([now + LONGEST, *(moment for moment in moments if moment)])


def forget() -> None:
    """Let all processes ask the database for a while: one may be about to tell the version before the change."""
    cache.set(KEY, CHANGED, TOLD)
