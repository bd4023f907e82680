"""Settings of the site, safe for production: ``dev`` and ``test`` only relax them, ``production`` only adds checks.

All values that an installation can set come from environment variables, declared with their types in ``env`` below and
explained in ``.env.example``.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from amf_site.languages import LANGUAGES as LANGUAGE_TABLE
from amf_site.languages import SOURCE_LANGUAGE

from .accounts import *  # noqa: F403
from .accounts import sign_on_provider
from .organization import *  # noqa: F403
from .security import (
    DOCUMENT_EXTENSIONS,
    DOCUMENT_MAX_BYTES,
    IMAGE_EXTENSIONS,
    IMAGE_MAX_BYTES,
    IMAGE_MAX_PIXELS,
    PUBLIC_POLICY,
)
from .translation import *  # noqa: F403

env = environ.Env(
    SECRET_KEY=str,
    ALLOWED_HOSTS=list,
    SITE_URL=str,
    DATABASE_URL=str,
    DATABASE_SSLMODE=(str, ""),
    CACHE_URL=(str, "locmem://"),
    S3_ENDPOINT_URL=(str, ""),
    S3_BUCKET=(str, ""),
    S3_ACCESS_KEY_ID=(str, ""),
    S3_SECRET_ACCESS_KEY=(str, ""),
    S3_REGION=(str, ""),
    VAR_DIR=(str, ""),
    EMAIL_URL=(str, "consolemail://"),
    DEFAULT_FROM_EMAIL=(str, "webmaster@localhost"),
    CONTACT_EMAIL=(str, ""),
    PROXY_COUNT=(int, 1),
    HTTPS=(bool, True),
    TASK_WORKER=(bool, True),
    TRANSLATOR=(str, ""),
    TRANSLATOR_URL=(str, ""),
    TRANSLATOR_KEY=(str, ""),
    SECURITY_CONTACT=(str, ""),
    SECOND_FACTOR_FROM=(str, ""),
    SSO_URL=(str, ""),
    SSO_NAME=(str, ""),
    SSO_CLIENT_ID=(str, ""),
    SSO_CLIENT_SECRET=(str, ""),
    LOG_LEVEL=(str, "INFO"),
)

BASE_DIR = Path(__file__).resolve().parents[2]
#: All files that the running site writes to local disk: database, media, collected static files.
VAR_DIR = Path(env("VAR_DIR") or BASE_DIR / "var")

SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
ROOT_URLCONF = "amf_site.urls"
WSGI_APPLICATION = "amf_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "members",
    "members.office",
    "strategy",
    "pages",
    "amf_site",
    "amf_site.cldr",
    "amf_site.accounts",
    "amf_site.answers",
    "amf_site.mail",
    "amf_site.media",
    "amf_site.printing",
    "amf_site.public_forms",
    "amf_site.search",
    "amf_site.visibility",
    "amf_site.persian",
    "amf_site.translation",
    "amf_site.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "amf_site.answers.middleware.KeepAnswers",
    "amf_site.middleware.SecurityHeaders",
    "amf_site.middleware.RefuseUnreadable",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "amf_site.middleware.LanguageOfTheAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.redirects.FollowRedirects",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amf_site.accounts.gate.AdminGate",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database: connections are persistent and checked; timeouts detect a server that no longer responds. ---
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 2,
        # Milliseconds: detects a server that has disappeared, also while waiting for a response.
        "tcp_user_timeout": 5000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        # PostgreSQL overestimates the cost of our many-part queries and would spend 0.1 s on JIT compilation of each.
        "options": "-c statement_timeout=20000 -c jit=off",
        **({"sslmode": env("DATABASE_SSLMODE")} if env("DATABASE_SSLMODE") else {}),
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "timeout": 20,
    }

# --- Cache: shared if there is a Valkey or Redis server; without it the site is slower but works. ---
if env("CACHE_URL").startswith(("redis://", "rediss://", "unix://")):
    CACHES = {
        "default": {
            "BACKEND": "amf_site.caching.FailOpenRedisCache",
            "LOCATION": env("CACHE_URL"),
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.5, "retry": None},
        }
    }
    CACHES["answers"] = CACHES["queries"] = CACHES["default"] | {"KEY_PREFIX": "answers"}
else:
    LOCAL = "django.core.cache.backends.locmem.LocMemCache"
    CACHES = {
        "default": {"BACKEND": LOCAL},
        #: Of each process. An answer has about 20 kB.
        "answers": {"BACKEND": LOCAL, "LOCATION": "answers", "OPTIONS": {"MAX_ENTRIES": 500}},
        "queries": {"BACKEND": LOCAL, "LOCATION": "queries", "OPTIONS": {"MAX_ENTRIES": 100}},
    }

# Not needed: pages fetch the renditions of all their pictures at once, and Wagtail would write each back to the cache.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

# --- Files: media are served by the site's own views only, so the object store can be private. ---
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((name, BASE_DIR / "docs" / name / "pictures") for name in ("translating", "editing")),
]
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "amf_site.media.local_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "amf_site.static_files.HashedStaticFiles"},
}
if env("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "amf_site.media.storage.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT_URL") or None,
            "access_key": env("S3_ACCESS_KEY_ID"),
            "secret_key": env("S3_SECRET_ACCESS_KEY"),
            "region_name": env("S3_REGION") or None,
            "addressing_style": "path",
            "signature_version": "s3v4",
            "file_overwrite": False,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Languages ---
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"
LANGUAGE_CODE = SOURCE_LANGUAGE
LANGUAGES = [(language.code, language.own_name) for language in LANGUAGE_TABLE]
LANGUAGES_BIDI = [language.code for language in LANGUAGE_TABLE if language.is_rtl]
#: The site's translations, then Persian ones for Wagtail's admin. The latter must be listed here to be included in the
#: admin's JavaScript catalogue, which consists of Wagtail's own packages and these folders.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "amf_site" / "translation" / "locale"]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
#: Languages that staff can choose for the admin; Wagtail's translations into the others are too incomplete.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("fa", "فارسی")]

# --- Translation ---
#: Machine translation services, by their names in ``TRANSLATOR``.
TRANSLATORS = {
    "deepl": "amf_site.translation.machine.deepl.DeepL",
    "libretranslate": "amf_site.translation.machine.libretranslate.LibreTranslate",
}
if env("TRANSLATOR"):
    if env("TRANSLATOR") not in TRANSLATORS:
        raise ImproperlyConfigured(f"TRANSLATOR must be empty or one of: {', '.join(TRANSLATORS)}.")
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": TRANSLATORS[env("TRANSLATOR")],
        "OPTIONS": {"URL": env("TRANSLATOR_URL"), "KEY": env("TRANSLATOR_KEY")},
    }

# --- Wagtail ---
WAGTAIL_SITE_NAME = "Asian Mayors Forum"
WAGTAILADMIN_BASE_URL = env("SITE_URL")
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILIMAGES_EXTENSIONS = IMAGE_EXTENSIONS
WAGTAILIMAGES_IMAGE_FORM_BASE = "amf_site.media.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = IMAGE_MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = IMAGE_MAX_PIXELS
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILDOCS_EXTENSIONS = DOCUMENT_EXTENSIONS
WAGTAILDOCS_MAX_UPLOAD_SIZE = DOCUMENT_MAX_BYTES
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
#: ``pages.redirects`` creates redirects instead.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
#: Whether a separate worker process runs background tasks; otherwise they run immediately.
HAS_WORKER = env("TASK_WORKER")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if HAS_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# --- Staff accounts (the rest: ``accounts.py``) ---
PROXY_COUNT = env("PROXY_COUNT")
#: An ISO date, checked by ``amf_site.accounts.checks``; empty for never.
SECOND_FACTOR_FROM = env("SECOND_FACTOR_FROM").strip()
SOCIALACCOUNT_PROVIDERS = sign_on_provider(
    env("SSO_URL"), env("SSO_NAME"), env("SSO_CLIENT_ID"), env("SSO_CLIENT_SECRET")
)

# --- Security (headers: ``security.py``, applied by ``amf_site.middleware``) ---
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_POLICY}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env("HTTPS")
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env("HTTPS")
SECURE_REDIRECT_EXEMPT = [r"^-/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if env("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SECURITY_CONTACT = env("SECURITY_CONTACT")
CSRF_TRUSTED_ORIGINS = [env("SITE_URL")]

# --- Mail and log ---
vars().update(env.email_url("EMAIL_URL"))
#: The backend that delivers queued mail. ``EMAIL_BACKEND`` itself only adds mail to the queue (``amf_site/mail/``).
MAIL_TRANSPORT = vars()["EMAIL_BACKEND"]
EMAIL_BACKEND = "amf_site.mail.backend.QueueBackend"
EMAIL_TIMEOUT = 5
CONTACT_EMAIL = env("CONTACT_EMAIL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "message": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "audit": {"class": "logging.StreamHandler", "formatter": "message"},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
    # Replaces Django's own handlers, which depend on DEBUG; the root handler logs everything.
    "loggers": {
        "django": {"handlers": [], "level": env("LOG_LEVEL"), "propagate": True},
        # Lines of JSON at every level (``amf_site.accounts.audit``).
        "audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
    },
}
