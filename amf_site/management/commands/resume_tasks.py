"""``manage.py resume_tasks``: requeue tasks whose worker has died."""

from typing import Any

from django.core.management.base import BaseCommand

from amf_site.abandoned import resume_abandoned


class Command(BaseCommand):
    help = "Gives tasks whose worker was ended to another. Run by the scheduler."

    def handle(self, *args: Any, **options: Any) -> None:
        if count := resume_abandoned():
            self.stdout.write(f"Tasks taken up again: {count}")
