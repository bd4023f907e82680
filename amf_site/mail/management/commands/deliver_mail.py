"""``manage.py deliver_mail``: deliver the queued mail that is due."""

from typing import Any

from django.core.management.base import BaseCommand

from amf_site.mail.delivery import deliver_due


class Command(BaseCommand):
    help = "Delivers the mail that is due. The worker does so by itself; the scheduler makes sure."

    def handle(self, *args: Any, **options: Any) -> None:
        deliver_due()
