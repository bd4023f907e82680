"""Create a page with its translations, and read what is published of them."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from pages.models import StandardPage

#: Is in every translated segment, and in no English one.
PERSIAN = "ترجمه"
_numbers = count(1)


def persian() -> Locale:
    return Locale.objects.get(language_code="fa")


def body(*texts: str) -> list[dict]:
    """Return one text block for each text; block ids depend on the position."""
    return [
        {"type": "text", "id": f"00000000-0000-0000-0000-{place:012}", "value": text}
        for place, text in enumerate(texts)
    ]


def paragraphs(*texts: str) -> str:
    return "".join(f'<p data-block-key="p{place}">{text}</p>' for place, text in enumerate(texts))


def new_page(*texts: str, live: bool = True, parent: Page | None = None, **fields: Any) -> StandardPage:
    number = next(_numbers)
    page = StandardPage(
        **{"title": f"Trial {number}", "slug": f"trial-{number}", "summary": "A summary", **fields},
        body=body(*texts),
        live=False,
    )
    (parent or page_of("about")).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
        page.refresh_from_db()
    return page


def change(page: StandardPage, *texts: str, live: bool = True, **fields: Any) -> None:
    """Save the page with other text, like the editor's form, and publish it."""
    newest = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    if texts:
        newest.body = body(*texts)
    revision = newest.save_revision()
    if live:
        revision.publish()


def segments_of(translation: Translation) -> Iterable[StringSegment]:
    return (
        StringSegment.objects.filter(source=translation.source_id).select_related("string", "context").order_by("order")
    )


def translate(translation: Translation, user: Any = None) -> None:
    """Translate all segments as a user."""
    for segment in segments_of(translation):
        save_words(translation, segment, f"{PERSIAN} {segment.string.data}", user)


def translated_page(*texts: str, **fields: Any) -> tuple[StandardPage, Translation]:
    """Create a page that is live in English and in Persian."""
    page = new_page(*texts, **fields)
    translation = submit(page, persian(), None)
    translate(translation)
    publish(translation, None)
    return page, translation


def words_of(translation: Translation) -> dict[str, str]:
    """Return the current segments with their translations, with a star if they are marked for review."""
    found = {}
    for segment in segments_of(translation):
        words = StringTranslation.objects.filter(
            translation_of=segment.string_id, context=segment.context_id, locale=translation.target_locale_id
        ).first()
        star = "*" if words and hasattr(words, "review") else ""
        found[segment.string.data] = (words.data + star) if words else ""
    return found


def seen_by_readers(client: Client, page: Page) -> str:
    """Return the content of the page's Persian URL, or its status code."""
    answer = client.get(page_path(Page.objects.get(pk=page.pk), "fa"))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)
