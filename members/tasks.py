"""Background tasks of the Forum's work."""

from django.conf import settings
from django_tasks import task

from .models import PressPicture


@task()
def measure_pictures(page_id: int) -> None:
    """Make the files of a press room's pictures, so that their sizes can be told before a download."""
    for row in PressPicture.objects.filter(page_id=page_id).select_related("picture"):
        row.measure()


@task()
def send_letters() -> None:
    """Send a part of the letters that were started. Other tasks, such as the mail of a password, go in between."""
    from .letters.sending import send_due, send_some  # they enqueue this task

    if not settings.HAS_WORKER:
        send_due()
    elif send_some():
        send_letters.enqueue()
