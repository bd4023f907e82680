"""List everything in dependencies that is patched or overridden here, with a hash of the source that was reviewed.

An upgrade may change the patched code without renaming it. A system check therefore warns about each entry whose source
has changed: compare it, adapt or delete the patch, and update the hash. Whether the fault still exists is tested in
``tests/translation``, with the unpatched packages.
"""

import hashlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from django.core.checks import CheckMessage, Warning, register

#: The versions whose source the hashes belong to.
EXAMINED = "wagtail 8.0.1 and wagtail-localize 1.14.5"


@dataclass(frozen=True)
class PatchedPlace:
    """Something in a dependency that is patched: ``module:name``, or a module if parts of it are removed."""

    path: str
    #: The result of ``source_hash`` for the reviewed source.
    examined: str
    #: The module that replaces it.
    replaced_by: str
    #: Why, with the issue numbers of its project, if there are any.
    reason: str


PLACES = (
    PatchedPlace(
        "wagtail_localize.models:TranslationSource.create_or_update_translation",
        "4c68c20a8ba2648b",
        "amf_site.translation.patches.save_draft",
        "It changes what readers see before anybody publishes (wagtail-localize 634, 743, 773).",
    ),
    PatchedPlace(
        "wagtail_localize.models:TranslationSource.refresh_segments",
        "7ff37186de01fbb0",
        "amf_site.translation.patches.refresh_segments",
        "It asks the database five times for every segment.",
    ),
    PatchedPlace(
        "wagtail_localize.models:StringTranslation.save",
        "3e5d24e8b277d6f6",
        "amf_site.translation.patches.sanitise_translations",
        "It stores attributes and addresses that can run a script.",
    ),
    PatchedPlace(
        "wagtail_localize.models:post_save_string_translation",
        "9ffe5f167c48367b",
        "amf_site.translation.patches.draft_title",
        "It writes HTML into the title of a draft, which is plain text.",
    ),
    PatchedPlace(
        "wagtail_localize.segments.ingest:ingest_segments",
        "46077c1009b9e8c9",
        "amf_site.translation.patches.dangling_overrides",
        "It fails where a chosen picture, document or record has been deleted (wagtail-localize 769, 825).",
    ),
    PatchedPlace(
        "wagtail_localize.segments.ingest:StreamFieldSegmentsWriter.handle_related_object_block",
        "3b534e77a7f48d37",
        "amf_site.translation.patches.dangling_overrides",
        "It fails where a chosen picture, document or record has been deleted (wagtail-localize 769, 825).",
    ),
    PatchedPlace(
        "wagtail_localize.locales.views:LocaleViewSet",
        "c849d4aad1ec9dd5",
        "amf_site.translation.patches.locale_admin",
        "Its views are replaced by those that ask for translated words and glossary terms too.",
    ),
    PatchedPlace(
        "wagtail_localize.locales.views:DeleteView",
        "34e442fd23248971",
        "amf_site.translation.patches.locale_admin",
        "It deletes a language with what translators wrote in it.",
    ),
    PatchedPlace(
        "wagtail_localize.locales.forms:LocaleForm",
        "41dd58ea2a31e888",
        "amf_site.translation.patches.locale_admin",
        "It makes all pages of a language those of another by one choice from a list.",
    ),
    PatchedPlace(
        "wagtail_localize.locales.components",
        "0a74eb9b6afc92cd",
        "amf_site.translation.patches.disable_localize_views",
        "The choice to fill a language with copies of another is taken away (wagtail-localize 743).",
    ),
    PatchedPlace(
        "wagtail_localize.wagtail_hooks",
        "474cfade472aa23b",
        "amf_site.translation.patches.disable_localize_views",
        "Its screens ask for no right on pages and languages (GHSA-jm5p-837g-rv8g, the same in Wagtail).",
    ),
    PatchedPlace(
        "wagtail_localize.synctree:after_create_page",
        "5e539749f45807ae",
        "amf_site.translation.patches.disable_localize_views",
        "It puts English before readers of other languages (wagtail-localize 743).",
    ),
    PatchedPlace(
        "modelcluster.models:model_from_serializable_data",
        "a1fc4cb19551291f",
        "amf_site.admin.lost_records",
        "It fails at a revision that names a deleted record by a protected relation.",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.copy:CopyView.post",
        "274073ad4a508f1b",
        "amf_site.admin.copy_view",
        "It fails where the chosen parent is gone, and leaves half of the copies where one is refused.",
    ),
    PatchedPlace(
        "wagtail.admin.views.generic.models:CopyViewMixin.get_initial_form_instance",
        "a2a3a9ee992d0634",
        "amf_site.admin.copy_view",
        "What is sent to its own address is written into the original.",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.bulk_actions.delete:DeleteBulkAction.execute_action",
        "2c144246473f1fc1",
        "amf_site.admin.bulk_actions",
        "It fails where a page is chosen together with one below it (wagtail 7949).",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.bulk_actions.move:MoveBulkAction.execute_action",
        "132ebbea06110906",
        "amf_site.admin.bulk_actions",
        "It fails where a page is chosen together with one below it (wagtail 7949).",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.bulk_actions.publish:PublishBulkAction.execute_action",
        "8fb24f409b3ffb48",
        "amf_site.admin.bulk_actions",
        "It publishes, or fails at, drafts that their form would not publish (wagtail 14253, 14533).",
    ),
    PatchedPlace(
        "wagtail.management.commands.publish_scheduled:Command.handle",
        "bed49330f8630db9",
        "amf_site.management.commands.publish_scheduled",
        "One schedule that cannot be kept stops it.",
    ),
    PatchedPlace(
        "wagtail.actions.publish_revision:PublishRevisionAction.execute",
        "cd87b11b191631dc",
        "amf_site.translation.patches.publish_guard",
        "No hook stands before every publication, and drafts may have words of their source (wagtail-localize 773).",
    ),
    PatchedPlace(
        "wagtail.actions.copy_page:CopyPageAction.execute",
        "06c57ac8db61c0f7",
        "amf_site.visibility.copies",
        "It takes along the restrictions of the copied page, not those of its versions in other languages.",
    ),
    PatchedPlace(
        "wagtail.admin.views.page_privacy:SetPrivacyView.get_form_kwargs",
        "d5494f26c5aa9e8c",
        "amf_site.visibility.admin",
        "It takes the restriction of a version in another language for one of an ancestor.",
    ),
    PatchedPlace(
        "wagtail.models:Page._slug_is_available",
        "5c8192df7667aa83",
        "pages.slugs",
        "It knows the pages beside, and not the addresses that stand in front of pages.",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.ordering:SetPagePositionView.post",
        "c7f7eef03e30c571",
        "amf_site.translation.patches.page_ordering",
        "No hook tells that a page was dragged to another place.",
    ),
    PatchedPlace(
        "wagtail.snippets.widgets:AdminSnippetChooser.__init__",
        "90459eedc2c4d879",
        "amf_site.translation.patches.admin_wording",
        "It keeps its words in the language of whoever opens it first.",
    ),
    PatchedPlace(
        "wagtail.admin.viewsets.chooser:ChooserViewSet",
        "facc27fcc90526bf",
        "amf_site.translation.patches.admin_wording",
        "It keeps its words in the language in which the process starts.",
    ),
    PatchedPlace(
        "wagtail.snippets.views.snippets:SnippetViewSet.breadcrumbs_items",
        "9c67786575f8d55c",
        "amf_site.translation.patches.admin_wording",
        "It keeps its words in the language in which the process starts.",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.search:SearchView",
        "33bd557b83ef4cab",
        "amf_site.translation.patches.admin_wording",
        'It counts what it found as "None".',
    ),
    PatchedPlace(
        "wagtail.admin.views.bulk_action.base_bulk_action:BulkAction.get_all_objects_in_listing_query",
        "027ecbf427d3b3ac",
        "amf_site.visibility.select_all",
        "It takes all records of the kind, whatever the list is filtered by.",
    ),
    PatchedPlace(
        "wagtail.admin.views.pages.bulk_actions.page_bulk_action:PageBulkAction.get_all_objects_in_listing_query",
        "96a6c930cca6c989",
        "amf_site.visibility.select_all",
        "From a list of the pages of a type it takes all pages of the site.",
    ),
    PatchedPlace(
        "django.utils.formats:date_format",
        "0ce5bd55cff8d100",
        "amf_site.cldr.admin_dates",
        "It knows the Gregorian calendar and ASCII digits only.",
    ),
)


def present(path: str) -> Any:
    """Return the object that is now at a path. Raise ``ImportError`` or ``AttributeError``."""
    found = resolve_name(path)
    return found.fget if isinstance(found, property) else found


def original(path: str) -> Any:
    """Return the same without the wrappers added here."""
    found = present(path)
    return inspect.unwrap(found) if callable(found) else found


def source_hash(thing: Any) -> str:
    return hashlib.sha256(inspect.getsource(thing).encode()).hexdigest()[:16]


@register
def check_places(app_configs: Any = None, places: Iterable[PatchedPlace] = PLACES, **kwargs: Any) -> list[CheckMessage]:
    return [message for place in places if (message := check_place(place))]


def check_place(place: PatchedPlace) -> CheckMessage | None:
    try:
        present = source_hash(original(place.path))
    except (ImportError, AttributeError):
        return Warning(
            f"{place.path} is gone, but {place.replaced_by} replaces it.",
            hint=f"{place.reason} Look how it is done now (examined were {EXAMINED}), adapt {place.replaced_by} or "
            f"delete it, and the place in {__name__} with it.",
            id="translation.W002",
        )
    if present == place.examined:
        return None
    return Warning(
        f"The source of {place.path} has changed, but {place.replaced_by} replaces what was there before.",
        hint=f"{place.reason} Compare it with that of {EXAMINED}, adapt {place.replaced_by} or delete it, and write "
        f"{present} as the hash of the place in {__name__}.",
        id="translation.W001",
    )
