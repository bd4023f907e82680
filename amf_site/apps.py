from django.apps import AppConfig


class AmfSiteConfig(AppConfig):
    name = "amf_site"
    verbose_name = "Asian Mayors Forum"

    def ready(self) -> None:
        from . import field_names  # noqa: F401 registers a check
