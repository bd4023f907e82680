"""After a page is published: offer to submit it to the languages that lack it, each set of languages with one click."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page

from ...conf import host
from ...permissions.rules import may_submit
from ...workflow.overview import BoardData, Row
from ...workflow.submission import languages_of_last
from .access import languages_of, submit_address, submit_now_address

#: Up to this many languages are named on a button; more are counted.
NAMED = 3


def offer_to_submit(request: HttpRequest, page: Page) -> None:
    """Show a message with the buttons after "Publish", also for a later date, so that translators can begin."""
    if "action-publish" not in request.POST or not request.accepts("text/html") or not may_submit(request.user, page):
        return
    desk = BoardData.load(languages_of(request.user), [page.translation_key])
    row = next(iter(desk.rows()), None)
    if row is None or row.source.locale_id != page.locale_id:
        return
    missing = [locale for locale in desk.locales if row.is_missing_in(locale)]
    if missing:
        messages.info(request, offer(row, sets_of(missing, page)))


def sets_of(missing: list[Locale], page: Page) -> list[list[Locale]]:
    """Return the languages of the last page of this type, unless it had all, and all languages that lack the page."""
    before = languages_of_last(page.specific_class, page.translation_key)
    again = [locale for locale in missing if locale.pk in before]
    return [again, missing] if again and again != missing else [missing]


def offer(row: Row, sets: list[list[Locale]]) -> SafeString:
    kind, pk = row.source.content_type_id, row.source.pk
    buttons = format_html_join(
        " ",
        '<button type="button" class="button button-small button-secondary" data-controller="w-action"'
        ' data-action="w-action#post" data-w-action-url-value="{}">{}</button>',
        ((submit_now_address(kind, pk, [each.language_code for each in found]), in_words(found)) for found in sets),
    )
    return format_html(
        '{} <span class="buttons">{} <a class="button button-small button-secondary" href="{}">{}</a></span>',
        _("Give “%(title)s” to the translators of:") % {"title": row.source.title},
        buttons,
        submit_address(kind, pk, language=[each.language_code for each in sets[-1]]),
        _("Choose languages"),
    )


def in_words(locales: list[Locale]) -> SafeString | str:
    if len(locales) > NAMED:
        return ngettext("%(count)d language", "%(count)d languages", len(locales)) % {"count": len(locales)}
    names = ((locale.language_code, host.language(locale.language_code).own_name) for locale in locales)
    return format_html_join(" · ", '<bdi lang="{}">{}</bdi>', names)
