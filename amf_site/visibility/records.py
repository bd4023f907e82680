"""Which records readers see. Records have no tree or restrictions, so it is enough that they are published."""

from django.db.models import Q


def published(path: str = "") -> Q:
    """Return a filter for published records; ``path`` is the lookup prefix from another model, ending in ``__``."""
    return Q(**{f"{path}live": True})
