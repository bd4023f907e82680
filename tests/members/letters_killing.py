"""``python -m tests.members.letters_killing``: kill the worker while 500 letters go out, then count what arrived.

The database is that of ``DATABASE_URL``, new and empty. The result is printed as JSON.
"""

import json
import os
import random
import sys
from collections import defaultdict
from email import message_from_bytes
from typing import Any

import django

READERS = 500
KILLS = 20
#: A worker is killed at one of its first SQL statements, up to this number. A letter takes 14, so all of them take more
#: than ``KILLS`` times as many, and no worker has finished before it is killed.
LATEST_KILL = 300


def prepare(readers: int = READERS) -> Any:
    """Create the tables, an article in two languages, and the readers. Return the letter."""
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.models import Collection, Locale, Page, Site

    from amf_site.visibility.models import LanguageStage
    from members.models import Letter, LetterItem, LettersPage, NewsIndexPage, NewsPage, Subscriber
    from pages.models import HomePage
    from tests.bare.settings import NoMigrations

    settings.MIGRATION_MODULES = NoMigrations()
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    call_command("migrate", run_syncdb=True, verbosity=0)
    Collection.add_root(name="Root")
    english, persian = (Locale.objects.create(language_code=code) for code in ("en", "fa"))
    LanguageStage.objects.update_or_create(locale=persian, defaults={"stage": LanguageStage.Stage.PUBLIC})
    root = Page.add_root(title="Root", slug="root", locale=english)
    words = {"hero_title": "Words", "brief_title": "Words", "brief": "<p>Words</p>", "motto": "Words"}
    versions: dict[str, Any] = {}
    for locale in (english, persian):
        for name, model, parent, fields in (
            ("home", HomePage, None, words),
            ("letters", LettersPage, "home", {}),
            ("news", NewsIndexPage, "home", {}),
            ("article", NewsPage, "news", {"date": "2026-01-01", "body": []}),
        ):
            page = model(title=f"{name} {locale.language_code}", slug=name, locale=locale, **fields)
            if name in versions:
                page.translation_key = versions[name].translation_key
            above = versions[f"{parent} {locale.language_code}"] if parent else root
            if parent is None and locale is persian:
                page.slug = "home-fa"
            above.add_child(instance=page)
            versions.setdefault(name, page)
            versions[f"{name} {locale.language_code}"] = page
    Site.objects.create(hostname="localhost", root_page=versions["home"], is_default_site=True)
    Subscriber.objects.bulk_create(
        Subscriber(email=f"reader{number}@example.org", language=("en", "fa")[number % 2]) for number in range(readers)
    )
    letter = Letter.objects.create(name="Trial")
    LetterItem.objects.create(letter=letter, page=versions["article"])
    return letter


def send_and_kill() -> int:
    """Send and deliver in processes that are killed at random statements. Return how many were killed."""
    from django.db import connections
    from django.utils import timezone

    from amf_site.mail import delivery
    from amf_site.mail.models import QueuedMail
    from members.letters import sending
    from members.models import Delivery
    from tests.translation.killing import die_at_statement

    moments, killed = random.Random(7), 0
    while Delivery.objects.filter(outcome="waiting").exists() or QueuedMail.objects.exists():
        QueuedMail.objects.update(due_at=timezone.now())  # do not wait for what a dead worker had claimed
        connections.close_all()
        worker = os.fork()
        if not worker:
            if killed < KILLS:
                die_at_statement(moments.randint(1, LATEST_KILL))
            if killed % 3 == 2:  # at times the mails that are queued already
                delivery.deliver_due()
            sending.send_due()
            delivery.deliver_due()
            os._exit(0)
        _pid, status = os.waitpid(worker, 0)
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or not os.WEXITSTATUS(status)
    return killed


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "amf_site.settings.test", "TASK_WORKER": "on"}
    django.setup()
    from django.conf import settings

    from members.letters import sending
    from tests import gates

    letter = prepare()
    settings.EMAIL_BACKEND = "amf_site.mail.backend.QueueBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    with gates.mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        sending.start(letter)
        killed = send_and_kill()
        arrived = defaultdict(set)
        for (recipient,), content in server.letters:
            arrived[recipient].add(message_from_bytes(content)["Message-ID"])
        outcome = {
            "killed": killed,
            "readers": len(arrived),
            "letters": sum(map(len, arrived.values())),
            # A mail that the server took at the moment of a kill comes again, with the same Message-ID.
            "repeated": len(server.letters) - READERS,
        }
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main()
