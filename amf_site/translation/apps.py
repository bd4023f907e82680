from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    name = "amf_site.translation"
    label = "translation"
    verbose_name = _("Translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import cleaning, corrections, drafting, extracting, guarding, keeping, repairing, wording
        from .roles import closing, groups, locales
        from .structure import ordering

        cleaning.connect()
        repairing.connect()
        wording.correct()
        drafting.correct()
        extracting.correct()
        keeping.connect()
        guarding.correct()
        groups.connect()
        closing.close()
        locales.correct()
        corrections.correct()
        ordering.correct()
