"""Write plain text, which somebody outside has proposed, where the words of a translation are.

The draft of a translation is made from its source and the translated segments, so words that were written into the
draft only would be lost with the next change of the source, and could not be edited on the translation desk.
"""

import html
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from ..models import Review
from ..patches.save_draft import save_draft
from ..permissions.rules import may_submit, may_translate
from ..segments.checks import check
from ..segments.markup import parse, plain, segment_of
from ..segments.store import save_words, stored_words
from .lookup import origin_of, translations_into
from .submission import CannotSubmitError, submit


def newest_words(page: Any, field: str) -> str | None:
    """Return the newest translation of a field, also if no draft has it yet; ``None`` if the page is no translation."""
    translation = translation_of(page)
    if translation is None:
        return None
    rows = (stored_words(translation, segment).first() for segment in segments_of(translation, field))
    return "\n\n".join(plain(row.data) for row in rows if row)


def write_words(page: Any, code: str, field: str, paragraphs: list[str], user: Any) -> bool:
    """Save the paragraphs of a field as a translation, and a draft with them. They wait for review. Return whether
    they were saved: not if they have another shape, or if the page is no translation.

    A page that is in another language is submitted for translation into this one. Raise ``ValidationError`` if this
    cannot be done; its message is for staff.
    """
    translation = translation_of(page) if page.locale.language_code == code else submitted(page, code, user)
    if translation is None:
        return False
    if not may_translate(user, translation):
        raise ValidationError(_("You cannot edit this page: it is locked, or not yours to edit."))
    segments = segments_of(translation, field)
    if len(paragraphs) != len(segments):
        if paragraphs:
            return False
        raise ValidationError(
            _(
                "This page is a translation. Its source has %(source)s paragraphs here, and %(proposed)s are proposed. "
                "Enter them by hand on the translation desk, then accept the change."
            )
            % {"source": len(segments), "proposed": len(paragraphs)}
        )
    for segment, text in zip(segments, paragraphs, strict=True):
        stored = stored_words(translation, segment).first()
        if stored is None or plain(stored.data).strip() != text:
            save_words(translation, segment, markup_of(text, segment, code), user, review=Review.Reason.HAND)
    save_draft(translation.source, translation.target_locale, user)
    return True


def translation_of(page: Any) -> Translation | None:
    """Return the translation that makes the content of a page; ``None`` if the page is written by itself."""
    return translations_into(page).filter(enabled=True).first()


def segments_of(translation: Translation, field: str) -> list[StringSegment]:
    found = StringSegment.objects.filter(source=translation.source_id, context__path=field)
    return list(found.select_related("string", "context").order_by("order"))


def submitted(page: Any, code: str, user: Any) -> Translation:
    locale = Locale.objects.filter(language_code=code).first()
    if locale is None:
        raise ValidationError(_("The site does not have this language yet."))
    source = origin_of(page)
    if not may_submit(user, source):
        raise ValidationError(_("This page does not exist in this language yet, and you cannot submit it for that."))
    try:
        return submit(source, locale, user)
    except CannotSubmitError as refusal:
        raise ValidationError(str(refusal)) from refusal


def markup_of(text: str, segment: StringSegment, code: str) -> str:
    """Return a paragraph as a segment. It may lack the bold words of the source, but not its links."""
    markup = html.escape(text, quote=False).replace("\n", "<br/>")
    source = segment_of([token for token in parse(segment.string.data) if token.tag in ("", "a", "br")])
    if errors := [found.message for found in check(source, markup, code) if found.severity == "error"]:
        raise ValidationError(
            _(
                "This page is a translation, and plain text cannot take the place of “%(text)s”: %(error)s Enter it by "
                "hand on the translation desk, then accept the change."
            )
            % {"text": plain(source)[:60], "error": " ".join(errors)}
        )
    return markup
