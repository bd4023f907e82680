"""A copy of a private page is private, in whichever language its original was made so.

Wagtail copies the restrictions of the page that is copied, not those of its versions in other languages, nor those of
the pages below it.
"""

from functools import wraps
from typing import Any

from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageViewRestriction


def keep_copies_private() -> None:
    """Let every copying of a page, by the admin or by code, take the restrictions along."""
    execute = CopyPageAction.execute

    @wraps(execute)
    def execute_and_restrict(self: CopyPageAction, *args: Any, **kwargs: Any) -> Page:
        copy = execute(self, *args, **kwargs)
        copy_restrictions(self.page, copy)
        return copy

    CopyPageAction.execute = execute_and_restrict


def copy_restrictions(original: Page, copy: Page) -> None:
    """Restrict the copies as the originals are: the page, and what is below it as far as that was copied."""
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
