"""``SESSION_ENGINE``: sessions in the database that end when nobody has used them for a while."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

#: Times within a session, in seconds since 1970. Use is noted this often: not every request writes.
BEGUN, USED, NOTED_EVERY = "_begun", "_used", 60


class SessionStore(DatabaseStore):
    """Wherever a session is read, one that is too old counts as none.

    An open editor asks every few seconds who else is there, so nobody is sent away from what she writes.
    """

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
