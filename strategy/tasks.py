"""What the worker does after a change of an edition, which no editor need wait for."""

from django_tasks import task

from amf_site.search.index import index_page

from .models import StrategicPlanPage


@task()
def index_plans() -> None:
    """Search finds each plan by the words of the edition that it shows now."""
    for plan in StrategicPlanPage.objects.live():
        index_page(plan)
