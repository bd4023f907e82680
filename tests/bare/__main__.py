"""Reproduce every fault, each in a transaction that is rolled back, and print the results as JSON."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

#: A page with as many paragraphs as ``tests/translation/test_costs.py`` measures on the site.
PARAGRAPHS = [f"Paragraph number {number} of a page." for number in range(30)]


class _UndoneError(Exception):
    """Raised to roll back a transaction."""


def outcome_of(fault: Callable[[], Any]) -> Any:
    """Return the result of a fault; a traceback if it fails in another way, since then the package has changed."""
    from django.core.cache import cache
    from django.db import transaction
    from django.utils import translation

    outcome = None
    try:
        with transaction.atomic():
            outcome = fault()
            raise _UndoneError
    except _UndoneError:
        return outcome
    except Exception:  # noqa: BLE001
        return traceback.format_exc()
    finally:
        cache.clear()
        translation.deactivate_all()


def main(*names: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bare.settings"
    django.setup()

    from django.core.management import call_command

    from .faults import FAULTS
    from .faults.publishing import cost
    from .ground import lay

    call_command("migrate", run_syncdb=True, verbosity=0)
    lay()
    faults = {name: outcome_of(FAULTS[name]) for name in names or FAULTS}
    json.dump({"faults": faults, "queries": outcome_of(lambda: cost(PARAGRAPHS))}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
