"""Wagtail's views of an upload, which also say what was found in the file."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.documents.views import documents, multiple

from .models import SiteDocument


def with_findings(message: str, document: SiteDocument) -> SafeString:
    """A message of success, followed by what was found in the file."""
    findings = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in document.findings_in_words()))
    return format_html("{}<ul>{}</ul>", message, findings) if findings else format_html("{}", message)


class AddDocument(documents.CreateView):
    def get_success_message(self, instance: SiteDocument) -> SafeString:
        return with_findings(super().get_success_message(instance), instance)


class EditDocument(documents.EditView):
    def get_success_message(self) -> SafeString | str:
        message = super().get_success_message()
        return with_findings(message, self.object) if "file" in self.form.changed_data else message


class AddDocuments(multiple.AddView):
    edit_form_template_name = "wagtaildocs/multiple/uploaded.html"

    def get_edit_object_form_context_data(self) -> dict[str, Any]:
        return super().get_edit_object_form_context_data() | {"document": self.object}
