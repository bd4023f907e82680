from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "members.office"
    label = "office"
    verbose_name = _("City offices")

    def ready(self) -> None:
        from . import signals

        signals.connect()
