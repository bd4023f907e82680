"""Columns and views shared by the snippet viewsets."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from amf_site.templatetags.site_tags import plain_number
from amf_site.visibility.facts import CopyFacts, CreateFacts, EditFacts
from amf_site.visibility.lists import FactsIndexView


class WordsColumn(Column):
    """A text of a snippet, marked up with its language and isolated from the direction of the list."""

    def get_value(self, instance: Any) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', instance.locale.language_code, super().get_value(instance))


class YearColumn(Column):
    """A year in the digits of the admin's language."""

    def get_value(self, instance: Any) -> str:
        year = super().get_value(instance)
        return "" if year is None else plain_number(year)


class FactsViewSet(SnippetViewSet):
    """For records without a draft state."""

    index_view_class = FactsIndexView
    add_view_class = CreateFacts
    edit_view_class = EditFacts
    copy_view_class = CopyFacts
