"""``manage.py check_translations``: report damage in the translations, and repair it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from ...health.check import look, mend
from ...health.checks import CHECKS

#: Maximum number of findings printed per check.
SHOWN = 20


class Command(BaseCommand):
    help = "Looks for damage in pages and translations; ends with 1 if there is any left."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--fix", action="store_true", help="Mend what can be; no translator's words are lost.")

    def handle(self, *args: Any, fix: bool = False, **options: Any) -> None:
        damaged = 0
        for check in CHECKS:
            result = mend(check) if fix else look(check)
            if result.mended:
                self.stdout.write(self.style.SUCCESS(f"{check.title}: {result.mended} mended"))
            if not result.findings:
                continue
            damaged += check.is_damage
            style = self.style.ERROR if check.is_damage else self.style.NOTICE
            self.stdout.write(style(f"{check.title}: {len(result.findings)}"))
            for finding in result.findings[:SHOWN]:
                self.stdout.write(f"  {finding}")
            if len(result.findings) > SHOWN:
                self.stdout.write("  …")
            self.stdout.write(f"  {check.explanation}")
        if damaged:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("The translations are sound."))
