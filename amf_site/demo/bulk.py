"""Postpone the work that signals do for every saved object while hundreds of objects are loaded."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from amf_site.accounts import audit
from amf_site.printing.signals import held_back


@contextmanager
def in_bulk() -> Iterator[None]:
    """Suspend the requests for PDFs, the updates of Wagtail's search index and reference index, and the audit stream.

    Nobody did what the loader does, and a line for each of its pages would hide how far it is. The signal handlers of
    django-modelsearch are disconnected: they queue a task per saved object and cannot be paused.
    """
    models = [model for model in index.get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    level = audit.logger.level
    audit.logger.setLevel(logging.WARNING)
    try:
        with held_back(), disable_reference_index_auto_update():
            yield
    finally:
        audit.logger.setLevel(level)
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


def catch_up() -> None:
    """Rebuild the indexes that ``in_bulk`` did not update; PDFs are not included."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
