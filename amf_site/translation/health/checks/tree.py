"""The page tree: wagtail-localize overwrites tree columns with outdated values when it publishes (its issue 773).

Treebeard's own check runs two queries for each page; here all pages are read once.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..check import Check, Damage

STEP = Page.steplen


def rows() -> list[dict[str, Any]]:
    found = Page.objects.order_by("path").values("pk", "title", "slug", "path", "depth", "numchild", "url_path")
    return [row for row in found if len(row["path"]) % STEP == 0]


def edit_url(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def correct(page_id: int, columns: dict[str, Any]) -> None:
    Page.objects.filter(pk=page_id).update(**columns)


class WrongNumbers(Check):
    name = "numbers"
    title = _("Pages with a wrong number of children or a wrong level")
    explanation = _(
        "The explorer and the menus do not show the pages below them, and nothing can be added there. It happens when "
        "a page is published over a newer state of itself."
    )
    cure = _("The numbers are counted anew.")

    def found(self) -> Iterable[Damage]:
        pages = rows()
        children = Counter(row["path"][:-STEP] for row in pages)
        for row in pages:
            right = {"depth": len(row["path"]) // STEP, "numchild": children[row["path"]]}
            if (row["depth"], row["numchild"]) != (right["depth"], right["numchild"]):
                words = say("%(count)s pages below it, %(stored)s by its own number")
                words %= {"count": right["numchild"], "stored": row["numchild"]}
                yield Damage(row["title"], words, edit_url(row["pk"]), thing=(row["pk"], right))

    def mend(self, thing: Any) -> None:
        correct(*thing)


class OrphanedPages(Check):
    name = "orphans"
    title = _("Pages without a page above them")
    explanation = _(
        "They stand nowhere in the tree. Move what they say to a new page and delete them by "
        "“manage.py fixtree”, which asks before it deletes."
    )

    def found(self) -> Iterable[Damage]:
        pages = list(Page.objects.order_by("path").values("pk", "title", "path"))
        paths = {row["path"] for row in pages}
        for row in pages:
            if len(row["path"]) % STEP or (len(row["path"]) > STEP and row["path"][:-STEP] not in paths):
                yield Damage(row["title"], url=edit_url(row["pk"]))


class WrongAddresses(Check):
    name = "addresses"
    title = _("Pages that keep an old address")
    explanation = _("A page above them has moved or got another slug, so links to them lead nowhere.")
    cure = _("Their addresses are made anew from the slugs above them.")

    def found(self) -> Iterable[Damage]:
        addresses: dict[str, str] = {}
        for row in rows():
            above = addresses.get(row["path"][:-STEP])
            is_root = len(row["path"]) == STEP
            right = "/" if is_root else f"{above}{row['slug']}/" if above else row["url_path"]
            addresses[row["path"]] = right
            if row["url_path"] != right:
                words = f"{row['url_path']} → {right}"
                yield Damage(row["title"], words, edit_url(row["pk"]), thing=(row["pk"], {"url_path": right}))

    def mend(self, thing: Any) -> None:
        correct(*thing)
