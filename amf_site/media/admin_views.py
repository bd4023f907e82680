"""Wagtail's upload views, extended to report what was found in the file."""

import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic.multiple_upload import CreateFromUploadView
from wagtail.documents.views import documents, multiple
from wagtail.images.models import SourceImageIOError
from wagtail.images.views import images
from wagtail.images.views import multiple as multiple_images

from .models import SiteDocument, SiteImage
from .picture_examination import clean_picture


def followed_by(message: str, sentences: list[str]) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
    return format_html("{}<ul>{}</ul>", message, items) if sentences else format_html("{}", message)


def with_findings(message: str, document: SiteDocument) -> SafeString:
    """Append what was found in the file to a success message."""
    mended = [_("The file had small faults. It is kept without them.")] if document.was_mended else []
    return followed_by(message, document.findings_in_words() + mended)


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


class AddPicture(images.CreateView):
    def get_success_message(self, instance: SiteImage) -> SafeString:
        return followed_by(super().get_success_message(instance), instance.advice_in_words())

    def get_success_buttons(self) -> list[Any]:
        """Relabel Wagtail's edit button: the edit page is where the focal point is set."""
        return [messages.button(self.get_edit_url(), _("Mark what must not be cut off"))]


class AddPictures(multiple_images.AddView):
    edit_form_template_name = "wagtailimages/multiple/uploaded.html"


class EditPicture(images.EditView):
    """The edit view, which also says why an image cannot be shown, so that it can be replaced or deleted."""

    #: The rendition that Wagtail's template shows.
    PREVIEW = "max-800x600"

    def get_success_message(self) -> SafeString | str:
        message, sentences = super().get_success_message(), self.object.advice_in_words()
        if "file" not in self.form.changed_data:
            return message
        if self.object.get_usage().count():
            sentences.append(_("Say anew, wherever it is used, what it shows. Its translations wait to be reviewed."))
        return followed_by(message, sentences)

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponseBase:
        try:
            self.object.get_rendition(self.PREVIEW).open_drawn().close()
        except SourceImageIOError:
            if fault := self.object.fault_in_words():
                delete = messages.button(self.get_delete_url(), _("Delete"))
                messages.error(self.request, fault, buttons=[delete])
        # Skip Wagtail's own check, which only handles a missing file in local storage.
        return super(images.EditView, self).render_to_response(context, **response_kwargs)


class ExaminesWaitingFile(CreateFromUploadView):
    """Mixin for Wagtail's views that finish an upload whose form was invalid at first: examine the file."""

    def save_object(self, form: Any) -> None:
        """Examine the file before it is saved; Wagtail would save it unchanged."""
        self.form = form
        self.object.uploaded_by_user = self.request.user
        self.store(ContentFile(self.upload.file.read(), os.path.basename(self.upload.file.name)))
        form.save()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ValidationError as refused:
            self.form.add_error(None, refused.messages)
        context = {
            "edit_action": reverse(self.edit_upload_url_name, args=(self.upload.pk,)),
            "delete_action": reverse(self.delete_upload_url_name, args=(self.upload.pk,)),
            "form": self.form,
        }
        form = render_to_string(self.edit_form_template_name, context, request=request)
        return JsonResponse({"success": False, "form": form})


class CreatePictureFromUpload(ExaminesWaitingFile, multiple_images.CreateFromUploadedImageView):
    def store(self, file: ContentFile) -> None:
        self.object.file = clean_picture(file.read(), file.name)
        self.object._set_image_file_metadata()


class CreateDocumentFromUpload(ExaminesWaitingFile, multiple.CreateFromUploadedDocumentView):
    def store(self, file: ContentFile) -> None:
        self.object.file = file
        self.object.clean()
        self.object._set_document_file_metadata()


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    try:
        return images.preview(request, image_id, filter_spec)
    except SourceImageIOError as unreadable:
        raise Http404 from unreadable
