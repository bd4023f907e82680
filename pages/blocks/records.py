"""Records of other apps, listed in the body of a page."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.records import record_choices, record_sets


class RecordsBlock(blocks.StructBlock):
    """All records of a kind, such as the General Assemblies."""

    records = blocks.ChoiceBlock(label=_("what is listed"), choices=record_choices)
    caption = blocks.CharBlock(label=_("caption"), max_length=150)

    class Meta:
        icon = "list-ul"
        label = _("List of records")
        description = _("What the Forum keeps as records, always as it is known now, in every language.")
        template = "blocks/records.html"

    def get_preview_value(self) -> Any:
        found = next((found for found in record_sets().values() if found.rows(get_language())), None)
        return self.to_python({"records": found.key, "caption": found.label} if found else {})

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the ``record_set`` and its ``rows`` in the reader's language."""
        context = super().get_context(value, parent_context)
        context["record_set"] = found = record_sets().get(value["records"])
        context["rows"] = found.rows(get_language()) if found else []
        return context
