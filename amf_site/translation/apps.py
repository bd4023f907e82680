from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "amf_site.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import cleaning, guarding, keeping, repairing, wording
        from .opening import stages

        cleaning.connect()
        repairing.connect()
        wording.correct()
        keeping.connect()
        guarding.correct()
        stages.connect()
