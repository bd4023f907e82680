"""``manage.py run_site``: what ``make run`` does once the packages are there."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.models import Site

from amf_site.demo.editor import NAME, PASSWORD, REVIEWER, TRANSLATOR, make_demo_staff
from pages.models import HomePage


class Command(BaseCommand):
    help = "Makes the database and loads the Forum's content if they are not there yet, then serves the site."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port: int = 8000, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("run_site is for one machine with SQLite; a server is started as the README says.")
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("build_assets", verbosity=0)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self.step("Making the database in var/ (half a minute)"):
                call_command("migrate", verbosity=0, interactive=False)
        if not HomePage.objects.exists():
            with self.step("Loading the Forum's content in all languages (one to two minutes)"):
                call_command("load_demo", processes=os.cpu_count() or 1, no_pictures=True)
            self.draw_pictures()
        Site.objects.filter(is_default_site=True).update(hostname="127.0.0.1", port=port)
        make_demo_staff()
        self.start_worker()
        self.say_where(port)
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, use_static_handler=False, skip_checks=True)

    def draw_pictures(self) -> None:
        """All sizes of all pictures, by a process beside the server; a page that is asked for before draws its own."""
        subprocess.Popen([sys.executable, "manage.py", "draw_pictures", "--quiet"], cwd=settings.BASE_DIR)

    def start_worker(self) -> None:
        """What a server's worker does, in a thread: nobody waits for a file that is made of a published page."""
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
