"""``manage.py rebuild_search``: rebuild the search tables."""

from django.core.management.base import BaseCommand

from amf_site.search.index import rebuild


class Command(BaseCommand):
    help = "Reads every live page and document again for search, and every name of a city. After an upgrade."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{rebuild()} pages and documents")
