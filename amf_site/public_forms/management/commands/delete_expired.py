"""``manage.py delete_expired``: delete what public forms have received once its time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from amf_site.public_forms.retention import delete_expired


class Command(BaseCommand):
    help = "Deletes what public forms have received once its time is over. The scheduler runs it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted: {delete_expired()}")
