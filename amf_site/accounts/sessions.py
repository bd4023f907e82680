"""``SESSION_ENGINE``: database sessions that also expire after a period of inactivity."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

#: Session keys of two Unix timestamps, and the minimum seconds between updates, so that not every request writes.
BEGUN, USED, NOTED_EVERY = "_begun", "_used", 60


class SessionStore(DatabaseStore):
    """Load an expired session as an empty one.

    An open editor in the admin polls every few seconds, so nobody is signed out while writing.
    """

    def save(self, must_create: bool = False) -> None:
        """Count from the login, also if no request follows it."""
        now = int(time.time())
        session = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        for name in (BEGUN, USED):
            session.setdefault(name, now)
        super().save(must_create)

    def load(self) -> dict[str, Any]:
        session = super().load()
        if not session:
            return session
        now = int(time.time())
        idle, age = now - session.get(USED, now), now - session.get(BEGUN, now)
        if idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if USED not in session or idle > NOTED_EVERY:
            session[USED] = now
            session.setdefault(BEGUN, now)
            self.modified = True
        return session
