"""Background tasks of the Forum's work."""

from django_tasks import task

from .models import PressPicture


@task()
def measure_pictures(page_id: int) -> None:
    """Make the files of a press room's pictures, so that their sizes can be told before a download."""
    for row in PressPicture.objects.filter(page_id=page_id).select_related("picture"):
        row.measure()


@task()
def send_letters() -> None:
    """Send the letters that were started."""
    from .letters.sending import send_due  # it enqueues this task

    send_due()
