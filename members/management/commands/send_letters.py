"""``manage.py send_letters``: go on with letters whose worker has died."""

from typing import Any

from django.core.management.base import BaseCommand

from members.letters.sending import send_due


class Command(BaseCommand):
    help = "Sends what still waits of the letters that were started; nobody gets one twice. The scheduler runs it."

    def handle(self, *args: Any, **options: Any) -> None:
        if count := send_due():
            self.stdout.write(f"Readers whose turn it was: {count}")
