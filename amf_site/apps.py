from django.apps import AppConfig


class AmfSiteConfig(AppConfig):
    name = "amf_site"
    verbose_name = "Asian Mayors Forum"

    def ready(self) -> None:
        from . import field_names, storable  # noqa: F401 registers a check
        from .admin import copy_view, lost_records

        storable.connect()
        lost_records.patch_revisions()
        copy_view.patch_copying()
