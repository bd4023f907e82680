"""Restrict the admin's page search and the page chooser's search to one language at a time.

Otherwise both would list up to fourteen translations of each page.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Locale, Page

from .lists import OneLanguageFilterSet, own_languages


class PageSearchFilterSet(OneLanguageFilterSet):
    class Meta:
        model = Page
        fields: list[str] = []


class PageSearchView(SearchView):
    filterset_class = PageSearchFilterSet
    all_pages: Any

    def annotate_queryset(self, queryset: Any) -> Any:
        """Apply the filters here: search results cannot be filtered later, and Wagtail calls this before the search."""
        self.all_pages = self.filter_queryset(self.all_pages)
        return super().annotate_queryset(self.filter_queryset(queryset))


def language_of_search(request: HttpRequest) -> str:
    """Return the requested language, an empty string for all languages, or by default the user's first language."""
    first = next(iter(own_languages(request.user)), settings.LANGUAGE_CODE)
    return request.GET.get("locale", first)


def keep_to_one_language(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Filter the chooser's search (for ``construct_page_chooser_queryset``); browsing stays in the parent's locale."""
    is_search = request.resolver_match and request.resolver_match.url_name == "wagtailadmin_choose_page_search"
    code = language_of_search(request)
    return pages.filter(locale=get_object_or_404(Locale, language_code=code)) if is_search and code else pages
