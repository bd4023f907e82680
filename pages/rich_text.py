"""Links to pages in rich text."""

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.rich_text.pages import PageLinkHandler

from amf_site.addresses import page_path

from .querysets import pages_in_language


class LocalPageLinkHandler(PageLinkHandler):
    """Link to the page's version in the reader's language; without one, render the text without a link.

    Wagtail's own handler needs four queries for each link and falls back to the page in another language.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        code = get_language()
        numbers = [int(attrs["id"]) if str(attrs.get("id", "")).isdecimal() else 0 for attrs in attrs_list]
        local = pages_in_language(numbers, code)
        return [
            f'<a href="{escape(page_path(local[number], code))}">' if number in local else "<a>" for number in numbers
        ]
