"""The application server. Only the proxy may reach it: slow clients would take all its threads."""

import os
from pathlib import Path

wsgi_app = "amf_site.wsgi:application"
bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 3)
threads = int(os.environ.get("WEB_THREADS") or 4)
# Above the database's statement timeout (20 s): a slow query fails as an error page, not as a killed worker.
timeout = 25
graceful_timeout = 30
keepalive = 5
# A worker is replaced now and then, so that a leak cannot grow; the jitter keeps them from going all at once.
max_requests = 1200
max_requests_jitter = 50
# Workers prove that they are alive by touching a file; on a disk that hangs they would be killed for it.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Who read what is nobody's business: the proxy counts requests without addresses, here nothing is written.
accesslog = None
errorlog = "-"
loglevel = (os.environ.get("LOG_LEVEL") or "INFO").lower()
# The file system is read-only and nobody steers a container from inside.
control_socket_disable = True
