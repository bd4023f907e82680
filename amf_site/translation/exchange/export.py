"""Export translations: choose them, name their files, and let a job write them into one zip."""

import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail_localize.models import SourceDeletedError, StringSegment, StringTranslation, Translation

from ..models import Job
from ..permissions.rules import SUBMIT, language_rights, may_read
from ..segments.progress import current_translations
from . import po, xliff
from .document import ExchangeError
from .outgoing import document_of
from .readme import PO, XLIFF, readme

WRITERS = {PO: po.write, XLIFF: xliff.write}
#: Maximum number of files in a zip; more must be exported by section.
MOST = 5000
FOLDER = "translation-jobs"


def languages_for(user: Any) -> QuerySet[Locale]:
    """Return the target languages that the user may export."""
    locales = Locale.objects.filter(translations__isnull=False).distinct()
    if user.is_superuser or user.has_perm(SUBMIT):
        return locales
    return locales.filter(pk__in=language_rights(user))


def readable(user: Any, locale: Locale) -> QuerySet[Translation]:
    """Return the translations into a language that the user may read; the same rule as ``rules.may_read``."""
    translations = Translation.objects.filter(target_locale=locale, enabled=True)
    if user.is_superuser or locale.pk in language_rights(user):
        return translations
    pages = page_permission_policy.instances_user_has_permission_for(user, "change").filter(locale=locale)
    kinds = [
        kind.pk
        for kind in kinds_in(translations)
        if not issubclass(kind.model_class(), Page)
        and policy_registry.get_by_type(kind.model_class()).user_has_permission(user, "change")
    ]
    return translations.filter(
        Q(source__object__in=pages.values("translation_key")) | Q(source__specific_content_type__in=kinds)
    )


def kinds_in(translations: QuerySet[Translation]) -> list[Any]:
    """Return the content types of the translated objects."""
    from django.contrib.contenttypes.models import ContentType

    ids = translations.values("source__specific_content_type").distinct()
    return [kind for kind in ContentType.objects.filter(pk__in=ids) if kind.model_class()]


def choose(
    user: Any, locale: Locale, *, section: Page | None, kind: Any, ids: list[int], only_open: bool
) -> QuerySet[Translation]:
    """Return the readable translations of a section, a kind or a list of ids; ``only_open``: with work left to do."""
    translations = readable(user, locale)
    if section:
        below = Page.objects.descendant_of(section, inclusive=True)
        translations = translations.filter(source__object__in=below.values("translation_key"))
    if kind:
        translations = translations.filter(source__specific_content_type=kind)
    if ids:
        translations = translations.filter(pk__in=ids)
    if only_open:
        words = StringTranslation.objects.filter(current_translations(locale.pk), has_error=False, review__isnull=True)
        left = StringSegment.objects.filter(~Exists(words), source=OuterRef("source"))
        translations = translations.filter(Exists(left))
    return translations.select_related("source__specific_content_type", "target_locale").order_by("pk")


def items_of(translations: QuerySet[Translation], form: str) -> list[dict[str, Any]]:
    """Return the items of an export job: a file for each translation, named like its page's URL, and the zip."""
    paths = {
        (key, locale): url_path.strip("/").split("/")[1:] or ["home"]
        for key, locale, url_path in Page.objects.filter(
            translation_key__in=translations.values("source__object")
        ).values_list("translation_key", "locale", "url_path")
    }
    items: dict[str, dict[str, Any]] = {}
    for each in translations:
        source = each.source
        parts = paths.get((source.object_id, source.locale_id)) or [
            source.specific_content_type.model,
            f"{slugify(source.object_repr)[:50] or 'record'}-{source.pk}",
        ]
        stem = "/".join(file_name(part) for part in parts)
        name = f"{stem}.{each.target_locale.language_code}.{form}"
        if name in items:
            name = f"{stem}-{each.pk}.{each.target_locale.language_code}.{form}"
        items[name] = {"translation": each.pk, "name": name}
    return [*items.values(), {"zip": True}]


#: Names that Windows reserves, with any extension.
RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def file_name(slug: str) -> str:
    """Return a slug as a file or folder name that is valid on every system."""
    name = slug[:50]
    return f"{name}_" if RESERVED.fullmatch(name) else name


def export_item(job: Job, item: dict[str, Any]) -> str:
    """Process an item of a job. The permission is checked again, as it may have been revoked since."""
    if "zip" in item:
        return pack(job)
    subject = Translation.objects.select_related("source", "target_locale").get(pk=item["translation"])
    try:
        if not may_read(job.user, subject):
            raise ExchangeError(_("%(name)s: you may not read this translation.") % item)
        document = document_of(subject, only_open=job.options["only_open"])
    except (SourceDeletedError, ObjectDoesNotExist) as error:
        raise ExchangeError(_("%(name)s: its page or record has been deleted.") % item) from error
    if not document.units:
        return _("%(name)s: nothing is left to do.") % item
    part = part_of(job, job.done)
    default_storage.delete(part)
    default_storage.save(part, ContentFile(WRITERS[job.options["form"]](document)))
    return item["name"]


def part_of(job: Job, number: int) -> str:
    """Return where a file is stored until it is zipped, so that a resumed job need not write it again."""
    return f"{FOLDER}/{job.pk}/{number}"


def pack(job: Job) -> str:
    """Write all files into one zip and attach it to the job."""
    form, language = job.options["form"], job.options["language"]
    parts = [(part_of(job, number), item["name"]) for number, item in enumerate(job.items) if "name" in item]
    parts = [(part, name) for part, name in parts if default_storage.exists(part)]
    if not parts:
        raise ExchangeError(_("There is nothing to export."))
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            with translation.override(settings.LANGUAGE_CODE):
                archive.writestr("README.txt", readme(language, form, len(parts)))
            for part, name in parts:
                with default_storage.open(part) as content:
                    archive.writestr(name, content.read())
        target.seek(0)
        job.file.save(f"{language}-{form}-{timezone.localdate().isoformat()}-{job.pk}.zip", File(target), save=False)
    job.save(update_fields=["file"])
    transaction.on_commit(lambda: delete_parts([part for part, _name in parts]))
    return Path(str(job.file.name)).name


def delete_parts(parts: list[str]) -> None:
    for part in parts:
        default_storage.delete(part)
