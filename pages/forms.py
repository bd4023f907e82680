"""The forms in which editors set a page's slug. They validate it before anything is saved."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from amf_site.admin.copying import CopyForm

from .slugs import validate_slug


class PageForm(WagtailAdminPageForm):
    """The edit form of every page type."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug:
            validate_slug(slug, self.parent_page)
        return slug


class PageCopyForm(CopyForm):
    """The form for copying a page, whose new slug must be valid below the new parent."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        try:
            if slug := cleaned.get("new_slug"):
                validate_slug(slug, parent)
        except ValidationError as refusal:
            self.add_error("new_slug", refusal)
        return cleaned
