"""The form with which every view of the admin accepts uploaded images."""

from typing import Any

from django.core.files import File
from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .picture_examination import CleanPicture, clean_picture
from .signals import picture_replaced

#: Accepted image formats, as shown to editors.
PICTURE_KINDS = ("AVIF", "HEIC", "JPEG", "PNG", "WEBP")


class PictureField(WagtailImageField):
    """An upload field that determines the format from the content and returns the cleaned image."""

    help_text: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's texts list all extensions; list the formats instead.
        kinds = ", ".join(PICTURE_KINDS)
        self.help_text = self.help_text.replace(self.supported_formats_text, kinds)
        self.error_messages["invalid_image_extension"] = self.error_messages["invalid_image_extension"].replace(
            self.supported_formats_text, kinds
        )

    def to_python(self, data: File | None) -> CleanPicture | None:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        file.seek(0)
        return clean_picture(file.read(), file.name)


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail has a setting for the form class, but not for the class of this field.
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget, max_length=field.max_length
            )

    def save(self, commit: bool = True) -> Any:
        image = super().save(commit=commit)
        if commit and self.original_file and "file" in self.changed_data:
            picture_replaced.send(sender=type(image), instance=image)
        return image
