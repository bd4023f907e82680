"""``manage.py make_files``: create missing PDFs and image renditions of pages."""

import os
from itertools import chain

from django.core.management.base import BaseCommand

from amf_site.media.drawing import draw_pictures
from amf_site.printing.making import make_missing


class Command(BaseCommand):
    help = "Makes the PDFs and pictures that pages offer and that are not there yet, as they should be."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--beside", type=int, help="The process beside which this one works: it goes first, and this ends with it."
        )

    def handle(self, *args, beside: int | None = None, **options) -> None:
        if beside:
            os.nice(19)
        for _made in chain(make_missing(), draw_pictures()):
            if beside and os.getppid() != beside:
                return
