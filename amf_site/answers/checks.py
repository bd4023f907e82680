from typing import Any

from django.apps import apps
from django.core import checks

from .seen import UNSEEN_MODELS, declared


@checks.register()
def every_model_is_declared(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Name the models of which nobody has said whether readers see them, and names that no model has."""
    models = apps.get_models(include_auto_created=True)
    unknown = UNSEEN_MODELS - {model._meta.label for model in models}
    return [
        *(
            checks.Error(
                f"{model._meta.label} is not declared in amf_site.answers.seen.",
                hint="Say there whether readers see it, so that what they see is renewed when it changes.",
                obj=model,
                id="answers.E001",
            )
            for model in models
            if not declared(model)
        ),
        *(
            checks.Error(f"amf_site.answers.seen names no model: {name}.", id="answers.E002")
            for name in sorted(unknown)
        ),
    ]
