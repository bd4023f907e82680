from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Member cities")

    def ready(self) -> None:
        from . import forum_signals, signals
        from .letters import privacy
        from .letters import signals as letter_signals

        signals.connect()
        forum_signals.connect()
        privacy.connect()
        letter_signals.connect()
