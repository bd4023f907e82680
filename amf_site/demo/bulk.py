"""Load hundreds of objects without doing after each what is done better once at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from amf_site.printing.signals import held_back


@contextmanager
def in_bulk() -> Iterator[None]:
    """Within it no PDF is asked for, and the admin's own search and list of uses are left as they are.

    The admin's search (django-modelsearch) queues a task for every saved object and has no way to pause that.
    """
    models = [model for model in index.get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with held_back(), disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


def catch_up() -> None:
    """What ``in_bulk`` left out, but for the PDFs."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
