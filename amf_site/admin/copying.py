"""The form for copying pages, which only creates copies that their own edit forms would accept."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm as WagtailCopyForm
from wagtail.models import Page

from .one_in_language import OneInLanguage


class CopyForm(WagtailCopyForm):
    """Wagtail's form with the checks that depend on the page model and its language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in (("new_title", "title"), ("new_slug", "slug")):
            longest = Page._meta.get_field(column).max_length
            self.fields[name].validators.append(MaxLengthValidator(longest))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page")
        if parent is None:
            return cleaned
        if not parent.is_root() and parent.locale_id != self.page.locale_id:
            words = _("A copy is of the same language as the page. For another language, translate the page.")
            self.add_error("new_parent_page", words)
        page = self.page.specific
        if isinstance(page, OneInLanguage) and page.one_for_each is not None:
            self.add_error("new_parent_page", page.there_is_one % {"title": page})
        return cleaned


def leave_out_twins(request: HttpRequest, original: Page, copy: Page) -> None:
    """Delete copied descendants that may exist only once per language (for the hook ``after_copy_page``)."""
    for page in copy.get_descendants().specific():
        is_kind = isinstance(page, OneInLanguage)
        is_there = Page.objects.filter(pk=page.pk).exists()  # this loop may have deleted its parent
        if is_kind and is_there and (twin := page.twin(page.locale_id)):
            page.delete()
            messages.warning(request, page.there_is_one % {"title": twin})
