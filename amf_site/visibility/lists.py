"""Admin listings that show one language by default, with a filter for other languages or all of them.

Otherwise every object would appear once for each of its fourteen languages.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.active_filters import ActiveFilter, ChoiceFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import LocaleFilter, WagtailFilterSet
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.admin.views.pages.listing import IndexView as PageIndexView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.snippets.views.snippets import IndexView

from .local_names import name_in_own_language


def own_languages(user: Any) -> list[str]:
    """Return the languages that a user works in, as reported by the hook ``own_languages``; empty means all."""
    return [code for hook in hooks.get_hooks("own_languages") for code in hook(user)]


class LanguageFilter(LocaleFilter):
    """Wagtail's filter, always listed among the active filters because it also applies by default."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__(
            label=_("Language"),
            choices=choices,
            empty_label=None,
            null_label=_("All"),
            null_value=None,
            widget=forms.RadioSelect,
        )


class LanguageFilterAdapter(ChoiceFilterAdapter):
    def get_active_filters(self) -> Any:
        """Let the remove button set an empty value (all languages); without the parameter the default would return."""
        everything = self.query_dict.copy()
        everything[self.name] = ""
        for shown in super().get_active_filters():
            yield ActiveFilter(*shown[:3], f"{self.base_url}?{everything.urlencode()}")


register_filter_adapter_class(LanguageFilter, LanguageFilterAdapter)


class LocalFilterSet(WagtailFilterSet):
    """A filter set whose choices are named in the user's language."""

    def get_form_class(self) -> Any:
        for each in self.filters.values():
            name_in_own_language(each.field)
        return super().get_form_class()


class OneLanguageFilterSet(LocalFilterSet):
    data: Any

    def __init__(self, data: Any = None, queryset: Any = None, *, request: Any = None, prefix: Any = None) -> None:
        super().__init__(data, queryset, request=request, prefix=prefix)
        if "locale" in self.filters and "locale" not in self.data:
            self.data = self.data.copy()
            self.data["locale"] = self.first_language(request)

    def _add_locale_filter(self) -> None:
        super()._add_locale_filter()
        if found := self.filters.get("locale"):
            self.filters["locale"] = LanguageFilter(found.extra["choices"])

    def first_language(self, request: HttpRequest) -> str:
        """Return the user's first language, or the source language."""
        return next(iter(own_languages(request.user)), settings.LANGUAGE_CODE)


class PagesOfOneLanguageFilterSet(OneLanguageFilterSet, PageFilterSet):
    pass


class FactsIndexView(IndexView):
    """The listing of a snippet model that is not translated."""

    base_filterset_class = LocalFilterSet


class OneLanguageView:
    """Mixin that hides the language column while the listing shows only one language."""

    request: HttpRequest

    @cached_property
    def columns(self) -> list[Any]:
        columns = super().columns  # type: ignore[misc]
        is_of_all = self.request.GET.get("locale") == ""
        return [column for column in columns if is_of_all or not isinstance(column, LocaleColumn)]


class OneLanguageIndexView(OneLanguageView, IndexView):
    """The listing of a translatable snippet model."""

    base_filterset_class = OneLanguageFilterSet


class PagesOfOneLanguageView(OneLanguageView, PageIndexView):
    """The listing of one page type."""

    base_filterset_class = PagesOfOneLanguageFilterSet

    def annotate_queryset(self, pages: Any) -> Any:
        """Fetch the records of which columns tell together: else there would be a query for each row."""
        return super().annotate_queryset(pages).prefetch_related(*(getattr(self.model, "one_for_each", None) or ()))
