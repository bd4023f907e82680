from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "amf_site.visibility"
    label = "visibility"

    def ready(self) -> None:
        from . import copies, languages

        languages.connect()
        copies.keep_copies_private()
