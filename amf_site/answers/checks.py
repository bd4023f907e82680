"""``manage.py check``: whether readers see what an app stores must be said."""

from typing import Any

from django.apps import apps
from django.core import checks

from .seen import SEEN_APPS, UNSEEN_APPS, UNSEEN_MODELS


@checks.register()
def every_app_is_declared(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Name the apps of which nobody has said whether readers see their records, and names that no model has."""
    models = list(apps.get_models(include_auto_created=True))
    undeclared = {model._meta.app_label for model in models} - SEEN_APPS - UNSEEN_APPS
    unknown = UNSEEN_MODELS - {model._meta.label for model in models}
    return [
        *(
            checks.Error(
                f"The app {label} is not declared in amf_site.answers.seen.",
                hint="Say there whether readers see its records, so that answers are made again when these change.",
                id="answers.E001",
            )
            for label in undeclared
        ),
        *(checks.Error(f"amf_site.answers.seen: no model {name}.", id="answers.E002") for name in unknown),
    ]
