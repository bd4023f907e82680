"""Searches for pages in one language at a time: in the admin's own, and in the windows that a page is chosen in.

Both would answer with the fourteen translations of each page that is meant.
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
        """Called between the choice of what is searched and the search, which cannot be filtered any more."""
        self.all_pages = self.filter_queryset(self.all_pages)
        return super().annotate_queryset(self.filter_queryset(queryset))


def language_of_search(request: HttpRequest) -> str:
    """As in the lists: the one that was asked for, none of them for an empty one, or the reader's first."""
    first = next(iter(own_languages(request.user)), settings.LANGUAGE_CODE)
    return request.GET.get("locale", first)


def keep_to_one_language(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For Wagtail's hook of the pages to choose from, which browsing keeps to the language of the page above."""
    is_search = request.resolver_match and request.resolver_match.url_name == "wagtailadmin_choose_page_search"
    code = language_of_search(request)
    return pages.filter(locale=get_object_or_404(Locale, language_code=code)) if is_search and code else pages
