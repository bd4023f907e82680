"""Translate the Forum's content through wagtail-localize: its sources, its PO import, its publishing."""

from collections.abc import Callable, Iterator

from django.db import models, transaction
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.translation.models import Term
from amf_site.visibility.models import LanguageStage
from members.models import ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import SiteNavigation, Source

from .builders import page_of
from .content import NAVIGATION, PAGES, catalogue, glossary, glossary_path, identity

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


def open_language(language: str) -> None:
    """The language's landing page, as a draft: its place among the landing pages of the others.

    Everything else of a language lies below it, so after this several processes can each load a language.
    """
    locale = Locale.objects.get_or_create(language_code=language)[0]
    home = page_of("home")
    if home is not None and not home.has_translation(locale):
        source = TranslationSource.get_or_create_from_instance(home.specific)[0]
        Translation.objects.get_or_create(source=source, target_locale=locale)[0].save_target(publish=False)


def is_loaded(language: str) -> bool:
    """Whether a language has been loaded to the end before: whether it is public is its editors' matter since then."""
    return SiteNavigation.objects.filter(translation_key=identity(NAVIGATION), locale__language_code=language).exists()


def make_public(languages: list[str]) -> None:
    for locale in Locale.objects.filter(language_code__in=languages).exclude(language_code=SOURCE_LANGUAGE):
        LanguageStage.objects.update_or_create(locale=locale, defaults={"stage": LanguageStage.Stage.PUBLIC})


def load_terms(language: str) -> None:
    """The language's glossary, if there is a file of it, unless the site has one already."""
    locale = Locale.objects.get(language_code=language)
    if glossary_path(language).exists() and not Term.objects.filter(locale=locale).exists():
        Term.objects.bulk_create(
            Term(locale=locale, term=term, words=words, forms="\n".join(forms))
            for term, (words, *forms) in glossary(language).items()
        )


def translate(language: str, overwrite: bool, progress: Callable[[str], None]) -> list[str]:
    """Import a language's catalogue; returns the segments it lacks, as ``context: English words``.

    An object that has been translated before is left as it is, unless ``overwrite`` is set. An object that is not
    translated to the last segment stays a draft, so no English goes live under another language's address.
    """
    locale = Locale.objects.get(language_code=language)
    known = catalogue(language)
    missing: list[str] = []
    for name, instance in translatable_objects():
        progress(name)
        with transaction.atomic():
            source, is_new = TranslationSource.get_or_create_from_instance(instance)
            translation = Translation.objects.get_or_create(source=source, target_locale=locale)[0]
            if _has_words(translation) and not overwrite:
                continue
            if overwrite and not is_new:
                source.update_from_db()
            missing += _import(translation, name, known)
            total, translated = translation.get_progress()
            translation.save_target(publish=total == translated)
    return missing


def _has_words(translation: Translation) -> bool:
    """Whether somebody has translated any of it."""
    return StringTranslation.objects.filter(
        locale=translation.target_locale, context__object=translation.source.object
    ).exists()


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
