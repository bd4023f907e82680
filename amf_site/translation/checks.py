"""System checks of the setting ``TRANSLATION_DESK``."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register
from wagtail.snippets.models import get_snippet_models

from .conf import host
from .models import Term


@register
def check_editors_keep(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that the predefined group of editors may edit each snippet model, and that the names exist."""
    models = {model._meta.label_lower for model in apps.get_models()}
    unknown: list[CheckMessage] = [
        Error(
            f"There is no model {name}, which TRANSLATION_DESK lets editors keep.",
            hint="Put its new name into EDITORS_KEEP, or take it out; then run manage.py make_roles.",
            id="translation.E003",
        )
        for name in host.editors_keep
        if name not in models
    ]
    return unknown + [
        Warning(
            f"No ready group but that of administrators may edit {model._meta.label}.",
            hint="Name it under EDITORS_KEEP in TRANSLATION_DESK; then run manage.py make_roles, which gives it to "
            "groups that exist.",
            obj=model,
            id="translation.W003",
        )
        for model in get_snippet_models()
        if model is not Term and model._meta.label_lower not in host.editors_keep
    ]
