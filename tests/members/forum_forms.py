"""The forms of the records of the Forum's work, as a browser sends them."""

from typing import Any

from django.urls import reverse

from members.models import Event
from pages.models import Source


def address_of(model: Any, action: str = "add", *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(action), args=args)


def a_source() -> Source:
    return Event.objects.get(key="general-assembly-2008").source


def post_of_event(**changes: Any) -> dict[str, Any]:
    return {
        "key": "trial",
        "kind": "conference",
        "first_day": "2031-05-01",
        "last_day": "2031-05-02",
        "precision": "day",
        "status": "confirmed",
        "source": a_source().pk,
        **changes,
    }


def post_of_office(**changes: Any) -> dict[str, Any]:
    return {"position": "president", "person": "Somebody New", "source": a_source().pk, **changes}


def post_of_document(*files: dict[str, Any], **changes: Any) -> dict[str, Any]:
    rows = {f"files-{number}-{name}": value for number, row in enumerate(files) for name, value in row.items()}
    counts = {"files-TOTAL_FORMS": len(files), "files-INITIAL_FORMS": 0}
    return {"key": "trial", "kind": "report", "date": "2025", "source": a_source().pk, **counts, **rows, **changes}
