"""``manage.py draw_pictures``: create all renditions that pages use, so that no reader waits for one."""

from django.core.management.base import BaseCommand

from amf_site.media.drawing import draw_pictures


class Command(BaseCommand):
    help = "Asks for every page once, then draws the pictures that pages name, in exactly the sizes they name."

    def handle(self, *args, **options) -> None:
        for _rendition in draw_pictures():
            self.stdout.write(".", ending="")
            self.stdout.flush()
