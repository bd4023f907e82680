"""Questions about city profiles, by their meaning."""

from wagtail.models import PageManager

from pages.querysets import PageQuerySet


class CityPageQuerySet(PageQuerySet):
    """City profiles."""

    def listed(self) -> "CityPageQuerySet":
        """Live profiles in the order of the page tree, with what a list of cards needs."""
        return (
            self.live()
            .order_by("path")
            .select_related("city", "picture")
            .prefetch_related("picture__renditions")
            .defer_streamfields()
        )


CityPageManager = PageManager.from_queryset(CityPageQuerySet)
