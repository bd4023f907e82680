from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from . import checks, date_fields, redirects, signals, slugs  # noqa: F401

        date_fields.use_date_fields()
        signals.connect()
        redirects.connect()
        slugs.keep_own_addresses_free()
