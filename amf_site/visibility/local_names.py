"""Records that are chosen or filtered by in a list are called as they are in the language of whoever reads it.

What points at records points at those of the source language, whose names staff of other languages need not know.
"""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


def name_in_own_language(field: Any) -> None:
    """Of a form's field, before its choices are shown."""
    if not isinstance(field, forms.ModelChoiceField):
        return
    model: Any = field.queryset.model  # type: ignore[union-attr]
    if not issubclass(model, TranslatableMixin):
        return

    @cache
    def names() -> dict[Any, str]:
        """Asked for with the first choice."""
        records = model._default_manager.filter(locale__language_code=get_language())
        return {record.translation_key: str(record) for record in records}

    def label(record: Any) -> str:
        return names().get(record.translation_key) or str(record)

    field.label_from_instance = label  # type: ignore[method-assign, assignment]


class RecordPanel(FieldPanel):
    """A choice among a few records."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                name_in_own_language(self.bound_field.field)
