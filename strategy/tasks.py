"""Background tasks after a change of an edition."""

from django_tasks import task

from amf_site.search.index import index_page

from .models import StrategicPlanPage


@task()
def index_plans() -> None:
    """Update the search entries of all plan pages with the texts of the editions that they show now."""
    for plan in StrategicPlanPage.objects.live():
        index_page(plan)
