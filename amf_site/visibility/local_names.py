"""Name the choices of record fields in the user's language.

The choices are records in the source language, whose names staff working in other languages may not know.
"""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


def name_in_own_language(field: Any) -> None:
    """Label the choices of a form field with the names of their translations, if it offers translatable records."""
    if not isinstance(field, forms.ModelChoiceField):
        return
    model: Any = field.queryset.model  # type: ignore[union-attr]
    if not issubclass(model, TranslatableMixin):
        return

    @cache
    def names() -> dict[Any, str]:
        """Return names by translation key; the query runs when the first choice is rendered."""
        records = model._default_manager.filter(locale__language_code=get_language())
        return {record.translation_key: str(record) for record in records}

    def label(record: Any) -> str:
        return names().get(record.translation_key) or str(record)

    field.label_from_instance = label  # type: ignore[method-assign, assignment]


class RecordPanel(FieldPanel):
    """A panel for a field with a choice among a few records."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                name_in_own_language(self.bound_field.field)
