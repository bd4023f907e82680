"""Questions about the plan's pages, by their meaning."""

from wagtail.models import PageManager

from pages.querysets import PageQuerySet


class StrategicPlanPageQuerySet(PageQuerySet):
    """Pages of the plan."""

    def with_records(self) -> "StrategicPlanPageQuerySet":
        return super().with_records().select_related("edition")


StrategicPlanPageManager = PageManager.from_queryset(StrategicPlanPageQuerySet)
