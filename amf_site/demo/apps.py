from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "amf_site.demo"
    label = "demo"
    verbose_name = _("The Forum's content")
