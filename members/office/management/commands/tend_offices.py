"""``manage.py tend_offices``: remind city offices, and delete links, sessions and addresses whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from members.office.tending import tend


class Command(BaseCommand):
    help = "Reminds offices of cities that nobody has checked for a year. The scheduler runs it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Reminded: {tend()}")
