from django.apps import AppConfig
from django.db.models.signals import pre_save


class PersianConfig(AppConfig):
    name = "amf_site.persian"
    label = "persian"

    def ready(self) -> None:
        from wagtail.models import Revision

        from .signals import repair_object, repair_revision

        pre_save.connect(repair_object)
        pre_save.connect(repair_revision, sender=Revision)
