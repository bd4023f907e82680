"""``python -m tests.members.letters_leaving``: delete a reader while a worker queues her letter.

The database is that of ``DATABASE_URL``, new and empty, on PostgreSQL. The result is printed as JSON.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable

import django

#: Seconds until a thread that neither ends nor waits for a lock is taken for broken.
PATIENCE = 120


def in_thread(work: Callable[[], object]) -> threading.Thread:
    from django.db import connections

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_until_it_waits(thread: threading.Thread) -> None:
    """Wait until a thread has ended, or waits for a lock."""
    from django.db import connection

    for _tenth in range(PATIENCE * 10):
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
            if cursor.rowcount or not thread.is_alive():
                return
        time.sleep(0.1)
    raise TimeoutError


def delete_while_a_letter_is_queued(delete: Callable[[], object]) -> None:
    from members.letters import sending

    send_letter, deletions = sending.send_letter, []

    def queue_and_let_her_go(edition, subscriber, secret):
        queued = send_letter(edition, subscriber, secret)
        deletions.append(in_thread(delete))
        wait_until_it_waits(deletions[0])
        return queued

    sending.send_letter = queue_and_let_her_go
    try:
        sending.send_due()
    finally:
        sending.send_letter = send_letter
    (deletion,) = deletions
    deletion.join()


def queue_while_she_is_deleted(delete: Callable[[], object]) -> None:
    from django.db import transaction

    from members.letters import sending

    with transaction.atomic():
        delete()
        worker = in_thread(sending.send_due)
        wait_until_it_waits(worker)
    worker.join()


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "amf_site.settings.test", "TASK_WORKER": "on"}
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from amf_site.mail.models import QueuedMail
    from members.letters import sending
    from members.letters.subscribing import hash_of
    from members.models import Delivery, Letter, LetterItem, Subscriber
    from tests.members.letters_killing import prepare

    chosen = prepare(readers=0).items.get().page
    settings.EMAIL_BACKEND = "amf_site.mail.backend.QueueBackend"
    email = "mina@example.org"

    def by_staff() -> None:
        call_command("personal_data", "delete", email, stdout=sys.stderr)

    def by_link() -> None:
        assert Client().post("/en/_util/letters/leave/?key=link").status_code == 200

    outcomes = {}
    for way in (delete_while_a_letter_is_queued, queue_while_she_is_deleted):
        for delete in (by_staff, by_link):
            reader = Subscriber.objects.create(email=email, language="en")
            Delivery.objects.filter(key=hash_of("link")).delete()
            Delivery.objects.create(subscriber=reader, language="en", outcome="queued", key=hash_of("link"))
            letter = Letter.objects.create(name="Trial")
            LetterItem.objects.create(letter=letter, page=chosen)
            sending.start(letter)
            way(delete)
            outcomes[f"{way.__name__} {delete.__name__}"] = {
                "readers": Subscriber.objects.count(),
                "mails": QueuedMail.objects.count(),
                "waiting": Delivery.objects.filter(outcome="waiting").count(),
            }
            QueuedMail.objects.all().delete()
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
