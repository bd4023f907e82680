"""Write proposed words where staff go on with them: into the draft of a page, or among the words of a translation.

The draft of a translation is made from its source and the translated segments, so words that were written into the
draft only would be lost with the next change of the source, and could not be edited on the translation desk.
"""

import html
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from amf_site.history import keep_what_stands
from amf_site.translation.patches.save_draft import save_draft
from amf_site.translation.permissions.rules import may_submit, may_translate
from amf_site.translation.segments.checks import check
from amf_site.translation.segments.markup import parse, plain, segment_of
from amf_site.translation.segments.store import save_words, stored_words
from amf_site.translation.workflow.lookup import origin_of
from amf_site.translation.workflow.submission import CannotSubmitError, submit
from members.models import City, CityPage

from .fields import RICH, main_page, page_of, paragraphs_of, rich, segments_of, translation_of
from .models import ProposedChange


class CannotAcceptError(Exception):
    """The change cannot be written. The message is for staff."""


def write_words(change: ProposedChange, user: Any) -> None:
    page = page_of(change.proposal.city, change.language)
    translation = translation_of(page) if page else new_translation(change.proposal.city, change.language, user)
    if translation:
        write_translation(translation, change, user)
        return
    draft = editable_draft(page, user)
    setattr(draft, change.field, rich(change.new) if change.field in RICH else change.new)
    draft.save_revision(user=user, log_action=True)


def new_translation(city: City, code: str, user: Any) -> Translation:
    """Submit the city's page for translation into a language in which it has none, as the translation desk does."""
    page, locale = main_page(city), Locale.objects.filter(language_code=code).first()
    if page is None or locale is None:
        raise CannotAcceptError(
            _("The city has no profile in this language, and nothing that can be translated into it.")
        )
    source = origin_of(page)
    if not may_submit(user, source):
        raise CannotAcceptError(_("The city has no profile in this language yet, and you cannot submit it for that."))
    try:
        return submit(source, locale, user)
    except CannotSubmitError as refusal:
        raise CannotAcceptError(str(refusal)) from refusal


def write_translation(translation: Translation, change: ProposedChange, user: Any) -> None:
    """Save the paragraphs that differ as translations of the source's paragraphs, and a draft with them."""
    if not may_translate(user, translation):
        raise CannotAcceptError(_("You cannot edit this page: it is locked, or not yours to edit."))
    segments = segments_of(translation, change.field)
    paragraphs = paragraphs_of(change.new) if change.field in RICH else [change.new] * bool(change.new)
    if len(paragraphs) != len(segments):
        raise CannotAcceptError(
            _(
                "This page is a translation. Its source has %(source)s paragraphs here, and %(proposed)s are proposed. "
                "Enter them by hand on the translation desk, then accept the change."
            )
            % {"source": len(segments), "proposed": len(paragraphs)}
        )
    code = translation.target_locale.language_code
    for segment, text in zip(segments, paragraphs, strict=True):
        stored = stored_words(translation, segment).first()
        if stored and plain(stored.data).strip() == text:
            continue
        markup = html.escape(text, quote=False).replace("\n", "<br/>")
        source = without_emphasis(segment.string.data)
        errors = [found.message for found in check(source, markup, code) if found.severity == "error"]
        if errors:
            raise CannotAcceptError(
                _(
                    "This page is a translation, and plain text cannot take the place of “%(text)s”: %(error)s Enter "
                    "it by hand on the translation desk, then accept the change."
                )
                % {"text": plain(segment.string.data)[:60], "error": " ".join(errors)}
            )
        save_words(translation, segment, markup, user)
    save_draft(translation.source, translation.target_locale, user)


def without_emphasis(segment: str) -> str:
    """Return a segment with its links and line breaks only: a text can do without bold words, but not without these."""
    return segment_of([token for token in parse(segment) if token.tag in ("", "a", "br")])


def editable_draft(page: CityPage | None, user: Any) -> CityPage:
    """Return the latest draft of a page. Raise ``CannotAcceptError`` if the user may not edit it."""
    if page is None:
        raise CannotAcceptError(_("The city has no profile in this language yet."))
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit() or permissions.page_locked():
        raise CannotAcceptError(_("You cannot edit this page: it is locked, or not yours to edit."))
    keep_what_stands(page)
    return page.get_latest_revision_as_object()
