"""Gunicorn settings. Only the reverse proxy may connect: slow clients would occupy all threads."""

import os
from pathlib import Path

wsgi_app = "amf_site.wsgi:application"
bind = "0.0.0.0:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 3)
threads = int(os.environ.get("WEB_THREADS") or 4)
# Longer than the database's statement timeout (20 s): a slow query ends in an error page, not in a killed worker.
timeout = 25
graceful_timeout = 30
keepalive = 5
# Restart workers regularly to bound memory leaks; the jitter prevents them from restarting at the same time.
max_requests = 1200
max_requests_jitter = 50
# Workers touch a heartbeat file. It is kept in memory: if a slow disk delayed it, the worker would be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# No access log, for privacy: the proxy logs requests without client addresses.
accesslog = None
errorlog = "-"
loglevel = (os.environ.get("LOG_LEVEL") or "INFO").lower()
# The control socket is not needed in a container, and the file system is read-only.
control_socket_disable = True
