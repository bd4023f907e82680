"""``python -m tests.translation.killing``: kill the worker during jobs, then inspect what is left.

The database is that of ``DATABASE_URL``, new and empty. The result is printed as JSON.
"""

import io
import json
import os
import random
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

#: Number of items of each job.
PAGES = 24
#: How often the worker is killed, for each kind of job.
KILLS = {"submit": 7, "import": 6, "publish": 7}
#: A worker is killed at one of its first SQL statements, up to this number: after two to five items of a job.
LATEST_KILL = 250
#: Paragraphs per page. Each contains a unique word, so that text on the wrong page is detected.
PARAGRAPHS = 4
#: Is in every translated segment.
PERSIAN = "ترجمه"


def prepare() -> Any:
    """Create tables directly from the models, a landing page in both languages, and pages to translate."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from wagtail.models import Collection, Locale, Page, Site

    from pages.models import HomePage, StandardPage
    from tests.bare.settings import NoMigrations

    settings.MIGRATION_MODULES = NoMigrations()
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    call_command("migrate", run_syncdb=True, verbosity=0)
    # wagtail-localize queries this table; only SQLite tolerates that it is missing.
    MigrationRecorder(connection).ensure_schema()
    Collection.add_root(name="Root")
    english, persian = (Locale.objects.create(language_code=code) for code in ("en", "fa"))
    root = Page.add_root(title="Root", slug="root", locale=english)
    words = {"hero_title": "Words", "brief_title": "Words", "brief": "<p>Words</p>", "motto": "Words"}
    home = root.add_child(instance=HomePage(title="Home", slug="home", locale=english, **words))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    for number in range(PAGES):
        page = StandardPage(title=f"Page {number}", slug=f"page-{number}", locale=english)
        page.body = [{"type": "text", "value": f"<p>Page {number}, part {part}</p>"} for part in range(PARAGRAPHS)]
        home.add_child(instance=page)
        page.save_revision().publish()
    return get_user_model().objects.create_superuser("worker", "worker@example.org", "x"), persian


def die_at_statement(number: int) -> None:
    """Kill this process at its ``number``-th SQL statement: alternately before it is sent and after its result."""
    from django.db import connection

    left = number

    def counted(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and number % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(*args)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    connection.execute_wrappers.append(counted)


def run_and_kill(job_id: int, seed: int, kills: int) -> int:
    """Run a job in processes that are killed at random statements. Return how many were killed.

    Moments are counted in statements: after a time in seconds, the job might be finished on a fast machine.
    """
    from django.db import connections

    from amf_site.translation.models import Job
    from amf_site.translation.workflow import jobs

    moments, killed = random.Random(seed), 0
    while Job.objects.get(pk=job_id).state != Job.State.DONE:
        connections.close_all()
        worker = os.fork()
        if not worker:
            if killed < kills:
                die_at_statement(moments.randint(1, LATEST_KILL))
            jobs.run(job_id)
            os._exit(0)
        _pid, status = os.waitpid(worker, 0)
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or not os.WEXITSTATUS(status)
    return killed


def agencys_file(translation: Any) -> bytes:
    """Return the PO file of a translation, as it comes back from an agency."""
    import polib

    from amf_site.translation.exchange import outgoing, po

    catalogue = polib.pofile("\n" + po.write(outgoing.document_of(translation)).decode())
    for entry in catalogue:
        entry.msgstr = f"{PERSIAN} {entry.msgid}"
    return str(catalogue).encode()


def import_job(user: Any, translations: Any) -> Any:
    """Confirm an import after its check. Return the job that saves it."""
    from amf_site.translation.exchange import importing
    from amf_site.translation.workflow import jobs

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for translation in translations:
            archive.writestr(f"{translation.pk}.po", agencys_file(translation))
    packed.seek(0)
    looked = importing.propose(user, packed, zipfile.ZipFile(packed).namelist(), [])
    jobs.run(looked.pk)
    looked.refresh_from_db()
    return importing.confirm(looked, review=False, overwrite=True)


def left_behind(job: Any) -> list[str]:
    """Return the differences from a run without kills."""
    from django.core.management import call_command
    from wagtail.models import Page, Revision
    from wagtail_localize.models import StringTranslation, Translation

    from amf_site.translation.models import Job

    found = []
    if [line["item"] for line in job.report] != job.items:
        found.append("the report lacks items, or has some twice")
    found += [line["message"] for line in job.report if line["outcome"] != "done"]
    targets = Page.objects.filter(locale__language_code="fa", depth=3)
    if targets.count() != PAGES or Translation.objects.count() != PAGES + 1:
        found.append(f"{targets.count()} pages, {Translation.objects.count()} translations")
    words = StringTranslation.objects.filter(data__startswith=PERSIAN, has_error=False).count()
    if words != (0 if job.kind == Job.Kind.SUBMIT else PAGES * (PARAGRAPHS + 1)):
        found.append(f"{words} translated segments")
    is_live = job.kind == Job.Kind.PUBLISH
    drafts = Counter(Revision.objects.filter(object_id__in=[str(page.pk) for page in targets]).values_list("object_id"))
    if set(drafts.values()) != {1 + is_live}:
        found.append(f"drafts: {drafts}")
    for page in targets:
        said = f"{PERSIAN if is_live else ''} Page {page.slug.rpartition('-')[2]}, part".strip()
        body = page.specific.body
        if page.live != is_live or len(body) != PARAGRAPHS:
            found.append(f"{page.slug} is live: {page.live}, with {len(body)} paragraphs")
        found += [f"{page.slug}: {block.value}" for block in body if f"<p>{said}" not in block.value.source]
    if any(Page.find_problems()):
        found.append(f"the tree: {Page.find_problems()}")
    told = io.StringIO()
    try:
        call_command("check_translations", stdout=told)
    except SystemExit:
        found.append(told.getvalue())
    return found


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "amf_site.settings.test"
    django.setup()
    from django.contrib.contenttypes.models import ContentType
    from wagtail_localize.models import Translation

    from amf_site.translation.models import Job
    from amf_site.translation.workflow.submission import submit
    from pages.models import HomePage, StandardPage

    user, persian = prepare()
    submit(HomePage.objects.get(), persian, user)
    page_type = ContentType.objects.get_for_model(StandardPage).pk
    pages = StandardPage.objects.order_by("pk").values_list("pk", flat=True)
    submitted = Translation.objects.filter(source__specific_content_type=page_type).order_by("pk")
    makers: dict[str, Callable[[], Job]] = {
        "submit": lambda: Job.objects.create(
            kind=Job.Kind.SUBMIT,
            user=user,
            items=[{"content_type": page_type, "pk": pk, "locale": persian.pk} for pk in pages],
        ),
        "import": lambda: import_job(user, submitted),
        "publish": lambda: Job.objects.create(
            kind=Job.Kind.PUBLISH, user=user, items=list(submitted.values_list("pk", flat=True))
        ),
    }
    outcome: dict[str, Any] = {"killed": 0, "left": []}
    for seed, (kind, make) in enumerate(makers.items()):
        job = make()
        outcome["killed"] += run_and_kill(job.pk, seed, KILLS[kind])
        job.refresh_from_db()
        outcome["left"] += left_behind(job)
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main()
