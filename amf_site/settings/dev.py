"""Settings for ``make run``: one process, SQLite, local files, and plain HTTP on this machine.

Error pages are those of production; set ``DEBUG=1`` for tracebacks.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("SECRET_KEY", "only-for-this-machine-never-for-a-server")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ.get('VAR_DIR') or ROOT / 'var'}/db.sqlite3")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("TASK_WORKER", "on")
os.environ.setdefault("PROXY_COUNT", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from .base import *  # noqa: E402, F403
from .base import MIDDLEWARE, STORAGES, env  # noqa: E402

DEBUG = env.bool("DEBUG", default=False)
#: Passkeys of http://localhost; none can be made for http://127.0.0.1.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Serve static files directly from the source tree, and compress responses as a production proxy would.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
MIDDLEWARE.insert(0, "django.middleware.gzip.GZipMiddleware")
