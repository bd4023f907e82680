"""Translate the Forum's content through wagtail-localize: translation sources, segments, publishing."""

from collections.abc import Callable, Iterator

from django.db import models, transaction
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.translation.memory.exact_matches import is_sound
from amf_site.translation.models import Term
from amf_site.translation.patches.sanitise_translations import clean_string_translation
from amf_site.visibility.models import LanguageStage
from members.models import Body, ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import SiteNavigation, Source

from .builders import page_of
from .content import NAVIGATION, PAGES, catalogue, glossary, glossary_path, identity, languages
from .models import LoadedLanguage

#: Translatable records by the prefix of their PO contexts.
RECORDS: dict[str, models.QuerySet] = {
    "source": Source.objects.all(),
    "theme": Theme.objects.all(),
    "membership": MembershipCategory.objects.all(),
    "title": ForumTitle.objects.all(),
    "body": Body.objects.exclude(name=""),
    "partnership": Partnership.objects.exclude(subject=""),
}


def translatable_objects() -> Iterator[tuple[str, models.Model]]:
    """Yield all translatable objects, each with the prefix of its PO contexts; parents before their children."""
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
    """Create the locale and, as a draft, the home page of a language, below which all its other pages are added."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    home = page_of("home")
    if home is not None and not home.has_translation(locale):
        source = TranslationSource.get_or_create_from_instance(home.specific)[0]
        Translation.objects.get_or_create(source=source, target_locale=locale)[0].save_target(publish=False)


def is_loaded(language: str) -> bool:
    """Return whether a language has been loaded completely; since then editors decide whether it is public."""
    return LoadedLanguage.objects.filter(code=language).exists()


def everything_is_loaded() -> bool:
    """Return whether the first load is complete in all languages, also after interruptions."""
    loaded = set(LoadedLanguage.objects.values_list("code", flat=True))
    return loaded.issuperset([SOURCE_LANGUAGE, *languages()])


def finish(codes: list[str]) -> None:
    """Mark languages as loaded and make them public, but only the first time: editors may hide them afterwards."""
    with transaction.atomic():
        make_public([code for code in codes if not is_loaded(code)])
        LoadedLanguage.objects.bulk_create((LoadedLanguage(code=code) for code in codes), ignore_conflicts=True)


def make_public(codes: list[str]) -> None:
    for locale in Locale.objects.filter(language_code__in=codes).exclude(language_code=SOURCE_LANGUAGE):
        LanguageStage.objects.update_or_create(locale=locale, defaults={"stage": LanguageStage.Stage.PUBLIC})


def load_terms(language: str) -> None:
    """Load the glossary file of a language, if there is one and the site has no terms in the language yet."""
    locale = Locale.objects.get(language_code=language)
    if glossary_path(language).exists() and not Term.objects.filter(locale=locale).exists():
        Term.objects.bulk_create(
            Term(locale=locale, term=term, words=words, forms="\n".join(forms))
            for term, (words, *forms) in glossary(language).items()
        )


def translate(codes: list[str], overwrite: bool, progress: Callable[[int, int], None]) -> list[str]:
    """Import PO files and return their missing segments as ``language lacks context: text``.

    Objects that have translations already are left unchanged unless ``overwrite`` is set. An object with a missing
    segment stays a draft, so that no English text is published in another language. ``progress`` is called with the
    number of finished objects and the total.
    """
    locales = list(Locale.objects.filter(language_code__in=codes).order_by("language_code"))
    known = {locale.pk: catalogue(locale.language_code) for locale in locales}
    missing: list[str] = []
    everything = list(translatable_objects())
    for done, (name, instance) in enumerate(everything):
        progress(done, len(everything))
        with transaction.atomic():
            source, is_new = TranslationSource.get_or_create_from_instance(instance)
            if overwrite and not is_new:
                source.update_from_db()
            segments = list(source.stringsegment_set.select_related("string", "context").order_by("order"))
            touched = _languages_with_words(source)
            for locale in locales:
                translation = Translation.objects.get_or_create(source=source, target_locale=locale)[0]
                if not overwrite and (locale.pk in touched or not translation.enabled):
                    continue
                lacking = _import(segments, locale, name, known[locale.pk])
                translation.save_target(publish=not lacking)
                missing += [f"{locale.language_code} lacks {segment}" for segment in lacking]
    progress(len(everything), len(everything))
    return missing


def _languages_with_words(source: TranslationSource) -> set[int]:
    """Return the ids of the locales in which any segment of the source has been translated."""
    words = StringTranslation.objects.filter(context__object=source.object_id)
    return set(words.values_list("locale", flat=True).distinct())


def _import(segments: list[StringSegment], locale: Locale, name: str, known: dict[tuple[str, str], str]) -> list[str]:
    """Save the translations of all segments of an object in one query; return missing and invalid segments.

    wagtail-localize's PO import needs six queries per segment, a third of the time of the whole load.
    """
    found: dict[tuple[int, int], StringTranslation] = {}
    lacking = []
    for segment in segments:
        path, text = segment.context.path, segment.string.data
        html = known.get((f"{name}:{path}", text))
        if not html:
            lacking.append(f"{name}:{path}: {text}")
            continue
        words = StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=html,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            tool_name="content file",
        )
        clean_string_translation(words)
        words.has_error = not is_sound(text, words.data)
        found[segment.string_id, segment.context_id] = words
    StringTranslation.objects.bulk_create(
        found.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "has_error", "field_error", "updated_at"],
    )
    return lacking + [
        f"{name}:{words.context.path} soundly: {words.data}" for words in found.values() if words.has_error
    ]
