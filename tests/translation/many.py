"""Create a large site in a few seconds: the table rows that the board reads."""

import uuid
from itertools import product

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from amf_site.demo.builders import page_of
from amf_site.languages import LANGUAGES, SOURCE_LANGUAGE
from amf_site.translation.models import Review
from pages.models import StandardPage

#: Segments per page. The last is untranslated in the last language; the first is to be reviewed in the one before.
SEGMENTS = 5


def make_many(count: int) -> None:
    """Create pages below the English landing page, with translations in all configured languages."""
    source_locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    others = [Locale.objects.get_or_create(language_code=language.code)[0] for language in LANGUAGES[1:]]
    kind, now = ContentType.objects.get_for_model(StandardPage), timezone.now()
    home = page_of("home")
    last = Page.objects.filter(path__startswith=home.path).order_by("path").last()
    start = Page._str2int(last.path[len(home.path) :][: Page.steplen]) + 1000
    keys = [uuid.uuid4() for _number in range(count)]
    Page.objects.bulk_create(
        Page(
            title=f"Page {number}",
            draft_title=f"Page {number}",
            slug=f"page-{start + number}",
            live=True,
            translation_key=key,
            locale=locale,
            content_type=kind,
            depth=3,
            numchild=0,
            path=Page._get_path(home.path, 3, start + number * 20 + place),
            last_published_at=now,
            url_path=f"/{locale.language_code}/page-{number}/",
        )
        for number, key in enumerate(keys)
        for place, locale in enumerate([source_locale, *others])
    )
    TranslatableObject.objects.bulk_create(TranslatableObject(translation_key=key, content_type=kind) for key in keys)
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key,
            specific_content_type=kind,
            locale=source_locale,
            content_json="{}",
            object_repr=f"Page {number}",
            last_updated_at=now,
        )
        for number, key in enumerate(keys)
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale) for source, locale in product(sources, others)
    )
    strings = String.objects.bulk_create(
        String(locale=source_locale, data_hash=uuid.uuid4(), data=f"Words {number}") for number in range(SEGMENTS)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object_id=key, path_id=uuid.uuid4(), path=f"body.{number}", field_path="body")
        for key, number in product(keys, range(SEGMENTS))
    )
    places = list(product(sources, strings))
    StringSegment.objects.bulk_create(
        StringSegment(source=source, string=string, context=context, order=0)
        for (source, string), context in zip(places, contexts, strict=True)
    )
    words = StringTranslation.objects.bulk_create(
        [
            StringTranslation(translation_of=string, locale=locale, context=context, data="…")
            for locale in others
            for (_source, string), context in zip(places, contexts, strict=True)
            if not (locale == others[-1] and string == strings[-1])
        ],
        batch_size=5000,
    )
    Review.objects.bulk_create(
        Review(translation=translation, reason=Review.Reason.SOURCE)
        for translation in words
        if translation.locale == others[-2] and translation.translation_of == strings[0]
    )
