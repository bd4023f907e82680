"""The checks of the edit form, for drafts that are published without it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page


def refuse_incomplete(draft: Page) -> None:
    """Raise ``ValidationError`` for what ``full_clean`` does not check: expiry, StreamField blocks, child objects."""
    errors: dict[str, Any] = {}
    if draft.expire_at and draft.expire_at < timezone.now():
        errors["expire_at"] = _("Expiry date/time must be in the future.")
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(draft, field.name))
            except ValidationError:
                errors[field.name] = _("A part is incomplete or wrong. Open the page and publish it there.")
    for relation in get_all_child_relations(type(draft)):
        for row in getattr(draft, relation.get_accessor_name()).all():
            try:
                row.clean_fields(exclude={relation.field.name})
                row.clean()
            except ValidationError as error:
                errors.setdefault(relation.get_accessor_name(), []).append(f"{row}: {' '.join(error.messages)}")
    if errors:
        raise ValidationError(errors)
