from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrintingConfig(AppConfig):
    name = "amf_site.printing"
    label = "printing"
    verbose_name = _("Pages as PDF")

    def ready(self) -> None:
        from . import signals

        signals.connect()
