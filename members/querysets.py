"""Questions about city profiles, by their meaning."""

from wagtail.models import PageManager

from pages.querysets import PageQuerySet


class CityPageQuerySet(PageQuerySet):
    """City profiles."""

    def with_records(self) -> "CityPageQuerySet":
        return super().with_records().select_related("city")


CityPageManager = PageManager.from_queryset(CityPageQuerySet)
