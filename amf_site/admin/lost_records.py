"""Read revisions that refer to a record which has been deleted since.

Only database columns protect a record from deletion, revisions do not. django-modelcluster raises a plain ``Exception``
for a missing target of a protected relation. With this patch the field takes its current database value, and a child
object that is not in the database is left out. Remove it once modelcluster reads such revisions; ``tests/admin`` fails
then.
"""

from functools import wraps
from typing import Any

from django.db import models
from modelcluster import models as modelcluster_models
from wagtail.models import revisions

PROTECTING = (models.PROTECT, models.RESTRICT)


def lost_fields(model: Any, data: dict[str, Any]) -> list[Any]:
    """Return the protected foreign keys of serialised ``data`` whose target does not exist."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.remote_field
        and getattr(field.remote_field, "on_delete", None) in PROTECTING
        and data.get(field.name) is not None
        and not field.related_model._base_manager.filter(pk=data[field.name]).exists()
    ]


def patch_revisions() -> None:
    read = modelcluster_models.model_from_serializable_data

    @wraps(read)
    def read_without_lost_records(
        model: Any, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> models.Model | None:
        try:
            return read(model, data, check_fks=check_fks, strict_fks=strict_fks)
        except Exception:
            lost = lost_fields(model, data) if check_fks else []
            if not lost:
                raise
        stored = model._base_manager.filter(pk=data["pk"]).first() if data["pk"] else None
        if stored is None and strict_fks:
            return None
        present = {field.name: getattr(stored, field.attname, None) for field in lost}
        return read(model, {**data, **present}, check_fks=check_fks, strict_fks=strict_fks)

    modelcluster_models.model_from_serializable_data = read_without_lost_records
    revisions.model_from_serializable_data = read_without_lost_records
