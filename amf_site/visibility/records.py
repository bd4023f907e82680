"""Which records readers are shown. They stand in no tree, so being published is all there is to ask."""

from django.db.models import Q


def published() -> Q:
    """For a filter of records: those whose words an editor has published."""
    return Q(live=True)
