from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicFormsConfig(AppConfig):
    name = "amf_site.public_forms"
    label = "public_forms"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from . import signals

        signals.connect()
