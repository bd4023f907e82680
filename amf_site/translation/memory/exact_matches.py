"""Fill in exact matches from the translation memory, and text that is the same in all languages.

Existing translations are never overwritten. The number of queries does not grow with the number of segments or
languages.
"""

import re
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue, validate_translation_links

from ..conf import host
from ..models import UnpublishedWords
from ..segments.markup import plain

#: Tool name of translations copied from another place with the same source text.
MEMORY_TOOL = "Translation memory"
#: Tool name of text that is the same in all languages.
COPY_TOOL = "Same in every language"

LETTER = re.compile(r"[^\W\d_]")
DIGIT = re.compile(r"\d")
#: A URL or e-mail address and nothing else.
ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.|mailto:)\S+|[^\s@]+@[^\s@]+\.[^\s@]+", re.IGNORECASE)

#: Ids of a locale and a string.
Key = tuple[int, int]


def is_alike_in(code: str, html: str) -> bool:
    """Return whether a segment needs no translation: URLs, symbols, and numbers where digits and calendar agree."""
    text = plain(html).strip()
    if ADDRESS.fullmatch(text):
        return True
    if LETTER.search(text):
        return False
    row = host.language(code)
    return not DIGIT.search(text) or (row.digits == "latn" and row.calendar == "gregory")


def is_sound(source: str, html: str) -> bool:
    """Return whether ``StringTranslation.save`` would find no error in a translation; it never does in plain text."""
    if "<" not in html:
        return True
    try:
        StringValue.from_translated_html(html)
        validate_translation_links(source, html)
    except ValueError:
        return False
    return True


@transaction.atomic
def fill_in(source: TranslationSource) -> int:
    """Fill the untranslated segments of a source in all languages. Return how many were filled.

    Detached translations are skipped, because they are not made from segments.
    """
    wanted = Translation.objects.filter(source=source, enabled=True)
    locales = dict(wanted.values_list("target_locale", "target_locale__language_code"))
    segments = list(
        StringSegment.objects.filter(source=source).values_list(
            "context_id", "string_id", "string__data", "context__path", "context__object_id"
        )
    )
    if not locales or not segments:
        return 0
    remembered = memory(source, list(locales))
    known = set(
        StringTranslation.objects.filter(
            context__in=StringSegment.objects.filter(source=source).values("context"), locale__in=locales
        ).values_list("locale_id", "context_id", "translation_of_id")
    )
    filled: list[StringTranslation] = []
    #: Translations that are not published where they were copied from.
    unpublished: list[StringTranslation] = []
    titles: dict[int, str] = {}
    for locale, code in locales.items():
        for context, string, data, path, _object in segments:
            if (locale, context, string) in known:
                continue
            known.add((locale, context, string))  # the same text may occur twice in a field
            words, is_published = remembered.get((locale, string), (None, True))
            if words is None and not is_alike_in(code, data):
                continue
            filled.append(
                StringTranslation(
                    translation_of_id=string,
                    context_id=context,
                    locale_id=locale,
                    data=words or data,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                    tool_name=MEMORY_TOOL if words else COPY_TOOL,
                    has_error=not is_sound(data, words or data),
                )
            )
            if not is_published:
                unpublished.append(filled[-1])
            if path == "title":
                titles[locale] = plain(words or data)
    if filled:
        StringTranslation.objects.bulk_create(filled, ignore_conflicts=True)
        keep_unpublished(unpublished)
        wanted.filter(target_locale__in={words.locale_id for words in filled}).update(
            translations_last_updated_at=timezone.now()
        )
    if titles:
        name_drafts(segments[0][-1], titles)
    return len(filled)


def keep_unpublished(filled: list[StringTranslation]) -> None:
    """Mark translations as unpublished that are unpublished where they were copied from."""
    if not filled:
        return
    places = {(words.locale_id, words.context_id, words.translation_of_id) for words in filled}
    stored = StringTranslation.objects.filter(
        context__in={context for _locale, context, _string in places}, unpublished=None
    )
    UnpublishedWords.objects.bulk_create(
        UnpublishedWords(translation_id=pk)
        for pk, *place in stored.values_list("pk", "locale_id", "context_id", "translation_of_id")
        if tuple(place) in places
    )


def memory(source: TranslationSource, locales: list[int]) -> dict[Key, tuple[str, bool]]:
    """Return the newest reviewed translation of each string by locale, and whether it is published.

    Published translations take precedence over unpublished ones.
    """
    found: dict[Key, tuple[str, bool]] = {}
    rows: Iterator[tuple[int, int, str, bool]] = (
        StringTranslation.objects.filter(
            translation_of__in=StringSegment.objects.filter(source=source).values("string"),
            locale__in=locales,
            has_error=False,
            review__isnull=True,
        )
        .exclude(data="")
        .annotate(is_published=Case(When(unpublished=None, then=Value(True)), default=Value(False)))
        .order_by("-is_published", "-updated_at", "-pk")
        .values_list("locale_id", "translation_of_id", "data", "is_published")
        .iterator()
    )
    for locale, string, data, is_published in rows:
        found.setdefault((locale, string), (data, is_published))
    return found


def name_drafts(key: object, titles: dict[int, str]) -> None:
    """Update draft titles from translated titles, as wagtail-localize does in ``save``, which bulk creation skips."""
    Page.objects.filter(translation_key=key, locale__in=titles).update(
        draft_title=Case(*(When(locale=locale, then=Value(title)) for locale, title in titles.items()))
    )
