from django.apps import AppConfig


class GuestConfig(AppConfig):
    name = "tests.guest"
    label = "guest"
    default_auto_field = "django.db.models.BigAutoField"
