from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "amf_site.answers"
    label = "answers"

    def ready(self) -> None:
        from . import changes, checks  # noqa: F401 the checks register themselves

        changes.connect()
