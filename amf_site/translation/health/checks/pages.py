"""Pages in the wrong place, or with wrong content."""

import html
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page
from wagtail_localize.models import Translation

from ...conf import host
from ..check import CannotMendError, Check, Damage
from .tree import edit_url

#: HTML entities, which are wrong in titles because those are plain text.
ENTITIES = ("&amp;", "&lt;", "&gt;", "&quot;", "&#")


def named(pages: QuerySet[Page]) -> Iterable[Damage]:
    """Yield a finding for each page, with its language, in tree order."""
    for page in pages.select_related("locale").order_by("path"):
        yield Damage(page.draft_title or page.title, str(page.locale), edit_url(page.pk), thing=page)


def with_parent() -> QuerySet[Page]:
    """Return pages below landing pages, annotated with the parent's locale, live status and translation key."""
    parent = Page.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen))
    return Page.objects.filter(depth__gt=2).annotate(
        parent_locale=Subquery(parent.values("locale")[:1]),
        parent_is_live=Subquery(parent.values("live")[:1]),
        parent_key=Subquery(parent.values("translation_key")[:1]),
    )


class MisplacedPages(Check):
    name = "misplaced"
    title = _("Pages below a page of another language")
    explanation = _("No address leads to them: an address goes down through pages of one language.")
    cure = _("They are moved below the same page of their own language, if it exists.")

    def found(self) -> Iterable[Damage]:
        return named(with_parent().exclude(parent_locale=F("locale")).exclude(parent_locale=None))

    def mend(self, thing: Any) -> None:
        right = Page.objects.filter(translation_key=thing.parent_key, locale=thing.locale).first()
        if right is None or right.is_descendant_of(thing):
            raise CannotMendError
        Page.objects.get(pk=thing.pk).move(right, pos="last-child")


class AliasesAcrossLanguages(Check):
    name = "aliases"
    title = _("Copies of pages of another language")
    explanation = _(
        "They show the words of the other language and follow every change of it. The site does not serve them, so "
        "they only look as if there were a translation."
    )
    cure = _("Each becomes a draft of its own, which can be translated.")

    def found(self) -> Iterable[Damage]:
        return named(Page.objects.exclude(alias_of=None).exclude(alias_of__locale=F("locale")))

    def mend(self, thing: Any) -> None:
        page = thing.specific
        ConvertAliasPageAction(page).execute(skip_permission_checks=True)
        if page.live:
            page.unpublish()


class EscapedTitles(Check):
    name = "titles"
    title = _("Titles with HTML in them")
    explanation = _("Where a title says “&amp;”, a character was written in the way of HTML, which titles are not.")
    cure = _("The characters are put back in the title that the admin shows.")

    def found(self) -> Iterable[Damage]:
        wrong = Q()
        for entity in ENTITIES:
            wrong |= Q(draft_title__contains=entity)
        translations = Translation.objects.filter(
            source__object=OuterRef("translation_key"), target_locale=OuterRef("locale")
        )
        return named(Page.objects.filter(wrong, Exists(translations)))

    def mend(self, thing: Any) -> None:
        Page.objects.filter(pk=thing.pk).update(draft_title=html.unescape(thing.draft_title))


class UnreachablePages(Check):
    name = "unreachable"
    title = _("Live translations below a draft")
    explanation = _("Readers cannot reach them until the page above them is published in the same language.")
    is_damage = False

    def found(self) -> Iterable[Damage]:
        live = with_parent().exclude(locale__language_code=host.source_language).filter(live=True)
        return named(live.filter(parent_is_live=False, parent_locale=F("locale")))
