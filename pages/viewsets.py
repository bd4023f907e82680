"""What lists and forms of records share."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from amf_site.templatetags.site_tags import plain_number
from amf_site.visibility.lists import FactsIndexView


class WordsColumn(Column):
    """Words of a record, in the language that they are in."""

    def get_value(self, instance: Any) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', instance.locale.language_code, super().get_value(instance))


class YearColumn(Column):
    """A year in the digits of whoever reads the list."""

    def get_value(self, instance: Any) -> str:
        year = super().get_value(instance)
        return "" if year is None else plain_number(year)


class CreateFacts(CreateView):
    """Facts are before readers once they are saved, so nothing saves itself half typed."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.autosave_enabled = False


class EditFacts(EditView):
    """The same for a record that is there."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.autosave_enabled = False


class FactsViewSet(SnippetViewSet):
    index_view_class = FactsIndexView
    add_view_class = CreateFacts
    edit_view_class = EditFacts
