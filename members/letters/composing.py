"""What a letter says to the readers of one language: what is public there now, and the words of the staff."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from amf_site.addresses import page_address
from amf_site.languages import Language, language
from amf_site.visibility.languages import open_to
from members.event_names import named_event, profiles_of_hosts
from members.models import EventPage, Letter, NewsPage
from members.templatetags.forum_tags import event_days
from pages.templatetags.page_tags import partial_date


@dataclass(frozen=True)
class Entry:
    """An article or an event, as a letter announces it."""

    title: str
    summary: str
    #: Its date, and the place of an event.
    note: str
    address: str


@dataclass(frozen=True)
class Edition:
    """A letter in one language."""

    language: Language
    subject: str
    #: The paragraphs of the staff.
    words: list[str] = field(default_factory=list)
    news: list[Entry] = field(default_factory=list)
    events: list[Entry] = field(default_factory=list)
    #: The titles of what the letter chooses and this language does not have.
    left_out: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.news or self.events)


def plain(html: str) -> str:
    return unescape(strip_tags(html)).strip()


def edition(letter: Letter, code: str) -> Edition:
    """Return what readers of a language get now. Private, withdrawn and untranslated pages are left out."""
    chosen = [item.page for item in letter.items.select_related("page")]
    keys = [page.translation_key for page in chosen]
    said = letter.words.filter(language=code).first()
    with translation.override(code):
        news = _in_order(NewsPage.objects.reachable().filter(open_to()), keys, code)
        events = _in_order(EventPage.objects.reachable().filter(open_to()), keys, code)
        found = {page.translation_key for page in [*news, *events]}
        return Edition(
            language=language(code),
            subject=" ".join(said.subject.split())
            if said and said.subject
            else gettext("News of the Asian Mayors Forum"),
            words=_paragraphs(said.text) if said else [],
            news=[_of_article(page) for page in news],
            events=_of_events(events, code),
            left_out=[page.title for page in chosen if page.translation_key not in found],
        )


def _in_order(queryset: Any, keys: list, code: str) -> list:
    found = queryset.filter(locale__language_code=code, translation_key__in=keys).select_related("locale")
    return sorted(found.with_records().defer_streamfields(), key=lambda page: keys.index(page.translation_key))


def _paragraphs(text: str) -> list[str]:
    parts = "\n".join(text.splitlines()).split("\n\n")
    return [part.strip() for part in parts if part.strip()]


def _of_article(page: NewsPage) -> Entry:
    return Entry(page.title, page.summary, plain(partial_date(page.partial_date)), page_address(page))


def _of_events(pages: Iterable[EventPage], code: str) -> list[Entry]:
    profiles = profiles_of_hosts([page.event for page in pages], code)
    entries = []
    for page in pages:
        event = page.event
        named = named_event(event, code, page, profiles.get(event.host_id) if event.host_id else None)
        notes = [plain(event_days(event)), named.place]
        if event.status != event.Status.CONFIRMED:
            notes.append(str(event.get_status_display()))
        entries.append(Entry(page.title, page.summary, " · ".join(filter(None, notes)), page_address(page)))
    return entries
