"""The part of the board that a user may see, and the links of its cells."""

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from ...conf import host
from ...permissions import rules
from ...permissions.rules import SUBMIT, language_rights
from ...workflow.overview import Row
from ...workflow.sources import Source, Version, model_of
from ...workflow.status import Status, TranslationState


def languages_of(user: Any) -> list[Locale]:
    """Return the locales that a user may see, in the order of ``host.languages``. One query."""
    return sorted(rules.languages_of(user), key=lambda locale: host.place_of(locale.language_code))


def seen_by(user: Any, sources: list[Source]) -> list[Source]:
    """Return the sources that a user may see: a translator sees all, an editor those in the explorer."""
    if user.is_superuser or not user.has_perm(SUBMIT):
        return sources
    permissions = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    roots = tuple(permission.page.path for permission in permissions)
    may_change: dict[int, bool] = {}

    def sees(source: Source) -> bool:
        if source.is_page:
            versions = (source, *source.targets.values())
            return any(version.path.startswith(roots) for version in versions)
        kind = source.content_type_id
        if kind not in may_change:
            policy = policy_registry.get_by_type(model_of(kind))
            may_change[kind] = policy.user_has_any_permission(user, {"add", "change", "publish"})
        return may_change[kind]

    seen = [source for source in sources if sees(source)]
    return sources if len(seen) < len(sources) and language_rights(user) else seen


def admin_address(version: Version) -> str:
    """Return the URL of Wagtail's edit view for a version."""
    if version.path:
        return reverse("wagtailadmin_pages:edit", args=[version.pk])
    viewset = model_of(version.content_type_id).snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[quote(version.pk)])


def submit_address(content_type_id: int, pk: Any, **more: Any) -> str:
    """Return the URL of the submission form for an object; ``language`` preselects a language or several."""
    return reverse("translation:submit", query={"content_type": content_type_id, "pk": pk, **more})


def submit_now_address(content_type_id: int, pk: Any, languages: list[str]) -> str:
    """Return the URL that submits an object to these languages when it is posted to."""
    return reverse("translation:submit_now", query={"content_type": content_type_id, "pk": pk, "language": languages})


def cell_address(row: Row, cell: Status, language: str, may_submit: bool) -> str:
    """Return the URL of the translation's editor or of the submission form; empty if the user may open neither."""
    source, target = row.source, row.source.targets.get(cell.locale_id)
    if cell.target_pk is not None and target is not None:
        if cell.translation_id and not cell.by_hand:
            show = {"show": "changed"} if cell.state == TranslationState.CHANGED else None
            return reverse("translation:edit", args=[cell.translation_id], query=show)
        return admin_address(target)
    if may_submit and cell.state == TranslationState.MISSING:
        return submit_address(source.content_type_id, source.pk, language=language)
    return ""
