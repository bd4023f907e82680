"""Settings for the test suite: the base settings, with a fast password hasher, mail in memory and temporary files."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "http://localhost")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="amf-test-"))
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("TASK_WORKER", "off")
os.environ.setdefault("PROXY_COUNT", "0")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from .base import *  # noqa: F403
from .base import STATIC_ROOT, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns if it is missing, and tests treat warnings as errors
