"""``manage.py run_site``: set up and serve the site; ``make run`` calls it once the packages are installed.

It may be killed at any time: each step is atomic or resumable, and the next run continues there.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.models import Site

from amf_site.demo.editor import NAME, PASSWORD, REVIEWER, TRANSLATOR, make_demo_staff
from amf_site.demo.translations import everything_is_loaded

#: Top-level packages of this project.
OURS = ("amf_site", "pages", "members", "strategy")


class Command(BaseCommand):
    help = "Makes the database and loads the Forum's content if they are not there yet, then serves the site."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port: int = 8000, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("run_site is for one machine with SQLite; a server is started as the README says.")
        with self.alone():
            self.prepare(port)
        self.make_files()
        self.start_worker()
        self.say_where(port)
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, use_static_handler=False, skip_checks=True)

    def prepare(self, port: int) -> None:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("build_assets", verbosity=0)
        self.make_database()
        if not everything_is_loaded():
            self.stdout.write("Loading the Forum's content in all languages (a minute) …")
            call_command("load_demo", no_pictures=True)
        Site.objects.filter(is_default_site=True).update(hostname="127.0.0.1", port=port)
        make_demo_staff()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Prevent two runs from loading everything twice. The kernel releases the lock however the process ends."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "start.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.stdout.write("Another start is preparing the site: waiting for it …")
                self.stdout.flush()
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def make_database(self) -> None:
        """Migrate the database; create a new one under a temporary path and move it into place when it is complete."""
        place = Path(connection.settings_dict["NAME"])
        if place.exists():
            if schema_in_database() != schema_of_code():
                with self.step("Bringing the database up to date"):
                    migrate()
            if missing := missing_columns():
                raise CommandError(
                    f"The database in var/ lacks {', '.join(missing)}: a migration was changed after it had been "
                    "applied. Delete var/ to begin anew; what was edited there goes with it."
                )
            return
        aside = settings.VAR_DIR / "unfinished"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        connection.settings_dict["NAME"] = aside / place.name
        with self.step("Making the database in var/ (a quarter of a minute)"):
            migrate()
        connection.close()
        (aside / place.name).replace(place)
        connection.settings_dict["NAME"] = place

    def make_files(self) -> None:
        """Create the remaining PDFs and image renditions in a separate process with low priority."""
        command = [sys.executable, "manage.py", "make_files", "--beside", str(os.getpid())]
        # In a group of its own, as Ctrl+C must not interrupt it in the middle of a file; it exits by itself once this
        # process has exited. In a session of its own, its low priority would not count: Linux divides the processor
        # among sessions first.
        subprocess.Popen(command, cwd=settings.BASE_DIR, process_group=0)  # noqa: S603 a command of ours

    def start_worker(self) -> None:
        """Run the task worker in a thread, so that publishing does not wait for tasks such as PDFs."""
        worker = Worker(
            queue_names=["*"],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="make-run",
            excluded_queue_names=[],
        )
        threading.Thread(target=worker.run, daemon=True).start()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.stdout.write(f"{name} …")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f"  done in {time.monotonic() - started:.0f} s")

    def say_where(self, port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        self.stdout.write(
            f"\n  The site     {base}/\n"
            f"  English      {base}/en/\n"
            f"  فارسی        {base}/fa/\n"
            f"  The admin    {base}/admin/   name: {NAME}   password: {PASSWORD}\n"
            f"               or as {TRANSLATOR} or {REVIEWER} of Persian, with the same password\n"
            "  Ctrl+C stops it; everything edited is kept in var/.\n"
        )
        self.stdout.flush()


def migrate() -> None:
    """Run migrations and record that they finished: an interruption could skip the ``post_migrate`` handlers."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {schema_of_code()}")


def missing_columns() -> list[str]:
    """Return tables and columns that the database lacks: before the first release, migrations are edited in place."""
    missing = []
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for model in (model for model in apps.get_models(include_auto_created=True) if is_ours(model)):
            table = model._meta.db_table
            if table not in tables:
                missing.append(table)
                continue
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            fields = model._meta.local_concrete_fields
            missing += [f"{table}.{field.column}" for field in fields if field.column not in there]
    return missing


def is_ours(model: type[Model]) -> bool:
    return model.__module__.split(".")[0] in OURS and model._meta.managed and not model._meta.proxy


def schema_of_code() -> int:
    """Return a number that changes with every new migration."""
    return crc32(repr(sorted(MigrationLoader(None).graph.leaf_nodes())).encode()) & 0x7FFFFFFF


def schema_in_database() -> int:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA user_version").fetchone()[0]
