"""Docker health checks of the containers. They run every few seconds, so heavy modules are only imported when needed.

The exit code is 0 without output, or 1 with one line that says what is wrong. Each check returns that line, or "".
"""

import os
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

#: A task that waits longer than this has no worker: tasks take seconds.
LONGEST_WAIT = "10 minutes"
#: The maximum age in seconds of the heartbeat file, which the scheduler touches every five minutes (``entrypoint.sh``).
OLDEST_SIGN = 20 * 60


def settings() -> str:
    """Check that the settings load with this environment."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from django.conf import settings as django_settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = django_settings.DEBUG
    except ImproperlyConfigured as fault:
        return f"The site cannot start: {fault}"
    return ""


def web() -> str:
    """Check that the application server responds. The host name must be an allowed one."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    address = os.environ.get("HEALTH_URL") or "http://127.0.0.1:8000/-/live"
    try:
        with urlopen(Request(address, headers={"Host": host}), timeout=4):  # noqa: S310
            return ""
    except (URLError, OSError) as fault:
        return f"{address} does not answer: {fault}"


def worker() -> str:
    """Check that no task has been waiting in the queue for too long."""
    import psycopg

    if os.environ.get("DATABASE_SSLMODE"):
        os.environ["PGSSLMODE"] = os.environ["DATABASE_SSLMODE"]
    waiting = f"""
        SELECT count(*) FROM django_tasks_database_dbtaskresult
        WHERE status = 'READY' AND enqueued_at < now() - interval '{LONGEST_WAIT}'
        AND (run_after < now() - interval '{LONGEST_WAIT}' OR run_after > '9000-01-01')
    """  # noqa: S608
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3) as connection:
            row = connection.execute(waiting).fetchone()
    except psycopg.Error as fault:
        return f"The queue cannot be read: {fault}"
    return f"{row[0]} tasks wait for more than {LONGEST_WAIT}." if row and row[0] else ""


def scheduler() -> str:
    """Check that the scheduler has finished a round recently."""
    sign = Path(os.environ.get("SCHEDULER_SIGN") or "/tmp/scheduler")  # noqa: S108
    if not sign.exists():
        return "The scheduler has not finished a round yet."
    age = int(time.time() - sign.stat().st_mtime)
    return f"The scheduler last finished a round {age // 60} minutes ago." if age > OLDEST_SIGN else ""


if __name__ == "__main__":
    sys.exit({"settings": settings, "web": web, "worker": worker, "scheduler": scheduler}[sys.argv[1]]() or 0)
