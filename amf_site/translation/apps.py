from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "amf_site.translation"
    label = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from . import cleaning, repairing, wording

        cleaning.connect()
        repairing.connect()
        wording.correct()
