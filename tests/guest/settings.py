"""The settings of a site that installs the desk: its two apps, and no setting for it."""

from tests.bare.settings import *  # noqa: F403
from tests.bare.settings import INSTALLED_APPS

ROOT_URLCONF = "tests.guest.urls"
INSTALLED_APPS = [
    "tests.guest.apps.GuestConfig",
    "amf_site.translation",
    "amf_site.visibility",
    *(app for app in INSTALLED_APPS if not app.startswith("tests.")),
]
MIGRATION_MODULES: dict[str, str] = {}
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "French"), ("de", "German"), ("he", "Hebrew")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
