"""``manage.py resume_jobs``: resume jobs of the translation desk that have lost their worker."""

from typing import Any

from django.core.management.base import BaseCommand

from ...workflow.jobs import resume_stalled


class Command(BaseCommand):
    help = "Takes up jobs of the translation desk whose worker was ended. Run by the scheduler; does nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        if count := resume_stalled():
            self.stdout.write(f"Jobs taken up again: {count}")
