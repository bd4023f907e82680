"""Keep what surrounds a page the same in every language: its place in the tree, and its privacy setting."""

from collections import defaultdict
from typing import Any

from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction


def follow_place(original: Page, targets: list[Any], user: Any) -> bool:
    """Move targets below the translation of the original's parent, where it exists. Return whether any was moved."""
    parent = original.get_parent()
    parents = {}
    has_moved = False
    if not parent.is_root():
        pages = Page.objects.filter(translation_key=parent.translation_key, alias_of=None)
        parents = {page.locale_id: page for page in pages}
    for target in targets:
        there = parents.get(target.locale_id)
        if there is None or target.path[: -Page.steplen] == there.path:
            continue
        if Page._slug_is_available(target.slug, there, page=target):
            # Reload, because each move may change the paths of other pages.
            page, there = Page.objects.get(pk=target.pk), Page.objects.get(pk=there.pk)
            MovePageAction(page, there, pos="last-child", user=user).execute(skip_permission_checks=True)
            has_moved = True
    return has_moved


def follow_privacy(original: Page, targets: list[Any], *, has_changed: bool = False) -> None:
    """Copy the view restrictions of a page to its translations.

    A public page leaves the restrictions of translations alone, unless it has become public just now.
    """
    restrictions: dict[int, list[PageViewRestriction]] = defaultdict(list)
    pages = [page.pk for page in targets]
    for each in PageViewRestriction.objects.filter(page__in=[original.pk, *pages]).prefetch_related("groups"):
        restrictions[each.page_id].append(each)
    wanted = restrictions.pop(original.pk, [])
    if not wanted and not has_changed:
        return
    for page in pages:
        if sorted(map(terms_of, restrictions[page])) == sorted(map(terms_of, wanted)):
            continue
        for each in restrictions[page]:
            each.delete()
        for each in wanted:
            copy = PageViewRestriction(page_id=page, restriction_type=each.restriction_type, password=each.password)
            copy.save()
            copy.groups.set(each.groups.all())


def terms_of(restriction: PageViewRestriction) -> tuple[Any, ...]:
    groups = sorted(group.pk for group in restriction.groups.all())
    return (restriction.restriction_type, restriction.password, groups)
