"""Keep copies of private pages private, in whichever language the restriction was set.

Wagtail copies the view restrictions of the copied page itself, but not those of its other language versions or of its
descendants.
"""

from functools import wraps
from typing import Any

from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageViewRestriction


def keep_copies_private() -> None:
    """Patch ``CopyPageAction`` so that every copy, made in the admin or by code, gets the restrictions."""
    execute = CopyPageAction.execute

    @wraps(execute)
    def execute_and_restrict(self: CopyPageAction, *args: Any, **kwargs: Any) -> Page:
        copy = execute(self, *args, **kwargs)
        copy_restrictions(self.page, copy)
        return copy

    CopyPageAction.execute = execute_and_restrict


def copy_restrictions(original: Page, copy: Page) -> None:
    """Give the copy, and its descendants if they were copied, the restrictions of the originals."""
    originals = original.get_descendants(inclusive=True) if copy.numchild else Page.objects.filter(pk=original.pk)
    copies = copy.get_descendants(inclusive=True).prefetch_related("view_restrictions")
    by_key = {page.translation_key: twin for page, twin in zip(originals, copies, strict=False)}
    restrictions = PageViewRestriction.objects.filter(page__translation_key__in=list(by_key)).select_related("page")
    for restriction in restrictions:
        twin = by_key[restriction.page.translation_key]
        if not twin.view_restrictions.all():
            same = twin.view_restrictions.create(
                restriction_type=restriction.restriction_type, password=restriction.password
            )
            same.groups.set(restriction.groups.all())
