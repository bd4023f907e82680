"""Faults in the page tree."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import translate_object, translate_page_subtree

from ..ground import browser, committed, editor, home, new_page, persian, publish, submitted, translate


def b01__subtree_corrupts_the_tree() -> bool:
    """After "include subtree" on live pages, ``numchild`` of the parents is 0 (wagtail-localize issue 773)."""
    child = new_page()
    new_page(parent=child)
    submitted(home())
    with committed():
        translate_page_subtree(home().pk, [persian()], None, editor())
    return any(Page.find_problems())


def b11__moves_are_not_followed() -> bool:
    """When a source is moved, its translation stays below the old parent (issues 15, 469)."""
    page, place = new_page(), new_page()
    publish(submitted(page))
    submitted(place)
    page.move(place, pos="last-child")
    translated = page.get_translation(persian())
    return translated.get_parent() != place.get_translation(persian())


def b12__a_language_opened_after_a_move_crashes() -> bool:
    """The pages of a new language are created in the order of all languages' trees (issue 906)."""
    first, second = new_page(), new_page()
    submitted(first)
    submitted(second)
    first.get_translation(persian()).move(second.get_translation(persian()), pos="last-child")
    turkish = Locale.objects.create(language_code="tr")
    try:
        with committed():
            LocaleSynchronization.objects.create(locale=turkish, sync_from=persian())
    except ValidationError:
        return True
    return False


def b09__two_sources_of_one_page_crash_its_editor() -> bool:
    """A page that is translated from two languages into a third cannot be opened (issue 878)."""
    page = new_page()
    translation = submitted(page)
    translate(translation)
    publish(translation)
    turkish = Locale.objects.create(language_code="tr")
    submitted(page, turkish)
    with committed():
        translate_object(page.get_translation(persian()), [turkish])
    target = page.get_translation(turkish)
    try:
        browser().get(reverse("wagtailadmin_pages:edit", args=[target.pk]))
    except Translation.MultipleObjectsReturned:
        return True
    return False


def b13__unpublishing_leaves_the_translation() -> bool:
    """An unpublished page is still live in other languages."""
    page = new_page()
    publish(submitted(page))
    page.unpublish()
    return page.get_translation(persian()).live
