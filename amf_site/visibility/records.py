"""Which records readers are shown. They stand in no tree, so being published is all there is to ask."""

from django.db.models import Q


def published(path: str = "") -> Q:
    """For a filter of records, or of what ``path`` leads to them from: those whose words an editor has published."""
    return Q(**{f"{path}live": True})
