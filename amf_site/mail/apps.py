from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "amf_site.mail"
    label = "mail"
