from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CldrConfig(AppConfig):
    name = "amf_site.cldr"
    label = "cldr"
    verbose_name = _("Names, numbers and dates")

    def ready(self) -> None:
        from . import admin_dates, number_fields, overrides

        overrides.connect()
        admin_dates.write_dates_in_their_calendar()
        number_fields.use_number_fields()
