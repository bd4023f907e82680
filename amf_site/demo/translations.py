"""Translate the Forum's content through wagtail-localize: its sources, its PO import, its publishing."""

from collections.abc import Callable, Iterator

from django.db import models
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from amf_site.languages import SOURCE_LANGUAGE
from members.models import ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import SiteNavigation, Source

from .builders import page_of
from .content import NAVIGATION, PAGES, catalogue, identity

#: Records with words, each kind with the name its PO contexts begin with.
RECORDS: dict[str, models.QuerySet] = {
    "source": Source.objects.all(),
    "theme": Theme.objects.all(),
    "membership": MembershipCategory.objects.all(),
    "title": ForumTitle.objects.all(),
    "partnership": Partnership.objects.exclude(subject=""),
}


def translatable_objects() -> Iterator[tuple[str, models.Model]]:
    """Everything that is translated, with the name its PO contexts begin with; parents before their children."""
    for name, records in RECORDS.items():
        for record in records.filter(locale__language_code=SOURCE_LANGUAGE).order_by("pk"):
            yield name, record
    for name in PAGES:
        page = page_of(name)
        if page is not None:
            yield name, page.specific
    navigation = SiteNavigation.objects.filter(translation_key=identity(NAVIGATION)).first()
    if navigation is not None:
        yield NAVIGATION, navigation


def translate(language: str, overwrite: bool, progress: Callable[[str], None]) -> list[str]:
    """Import a language's catalogue; returns the segments it lacks, as ``context: English words``.

    An object that has been submitted before is left as it is, unless ``overwrite`` is set. An object that is not
    translated to the last segment stays a draft, so no English goes live under another language's address.
    """
    locale = Locale.objects.get_or_create(language_code=language)[0]
    known = catalogue(language)
    missing: list[str] = []
    for name, instance in translatable_objects():
        source = TranslationSource.get_or_create_from_instance(instance)[0]
        translation, created = Translation.objects.get_or_create(source=source, target_locale=locale)
        if not created and not overwrite:
            continue
        progress(name)
        if not created:
            source.update_from_db()
        missing += _import(translation, name, known)
        total, translated = translation.get_progress()
        translation.save_target(publish=total == translated)
    return missing


def _import(translation: Translation, name: str, known: dict[tuple[str, str], str]) -> list[str]:
    """Fill the translation's own PO file from the catalogue and hand it back; returns what was not found."""
    po = translation.export_po()
    missing = []
    for entry in po:
        if entry.obsolete:
            continue
        entry.msgstr = known.get((f"{name}:{entry.msgctxt}", entry.msgid), "")
        if not entry.msgstr:
            missing.append(f"{name}:{entry.msgctxt}: {entry.msgid}")
    warnings = translation.import_po(po, tool_name="content file")
    return missing + [str(warning) for warning in warnings]
