"""``manage.py import_members FILE.csv``: import city records."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from members.imports import UnreadableFileError, import_cities


class Command(BaseCommand):
    help = (
        "Reads records of cities from a CSV file and reports what each row would do. With --write it does so, unless a "
        "row is refused: then nothing is written. members/import_template.csv shows the columns."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="Write the rows, if all of them are right.")

    def handle(self, *args, file: Path, write: bool = False, **options) -> None:
        try:
            outcomes = import_cities(file.read_bytes(), write)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except UnreadableFileError as error:
            raise CommandError(str(error)) from error
        for outcome in outcomes:
            details = "".join(f"\n    {detail}" for detail in outcome.details)
            self.stdout.write(f"line {outcome.line}: {outcome.kind} {outcome.name}{details}")
        counts = {kind: sum(outcome.kind == kind for outcome in outcomes) for kind in sorted(KINDS)}
        self.stdout.write(", ".join(f"{count} {kind}" for kind, count in counts.items()))
        if counts["refused"]:
            raise CommandError("Nothing is written: correct the refused rows and start again.")
        self.stdout.write("Written." if write else "Nothing is written yet: start again with --write.")


KINDS = {"added", "changed", "unchanged", "refused"}
