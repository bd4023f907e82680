"""Links to pages inside running text."""

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.rich_text.pages import PageLinkHandler

from amf_site.addresses import page_path

from .querysets import pages_in_language


class LocalPageLinkHandler(PageLinkHandler):
    """Links to pages lead to the reader's version of the page; where there is none, the words stand without a link.

    Wagtail's own handler asks four times for every link and falls back to the page in another language.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        code = get_language()
        numbers = [int(attrs["id"]) if str(attrs.get("id", "")).isdecimal() else 0 for attrs in attrs_list]
        local = pages_in_language(numbers, code)
        return [
            f'<a href="{escape(page_path(local[number], code))}">' if number in local else "<a>" for number in numbers
        ]
