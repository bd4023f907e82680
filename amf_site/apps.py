from django.apps import AppConfig


class AmfSiteConfig(AppConfig):
    name = "amf_site"
    verbose_name = "Asian Mayors Forum"
