"""Write what an office proposed, once staff accept it: facts to the record, words and pictures to a draft.

Nothing is published here. What staff have written since the office saw it is never overwritten: then they enter the
value by hand, and the change is accepted without being written.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from amf_site.history import keep_what_stands
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.media.models import SiteImage
from amf_site.media.picture_examination import CleanPicture
from members.models import City, CityFigure, CityPage, NewsIndexPage, NewsPage, ProjectPage
from pages.models import Source

from . import mails
from .fields import RICH, figure_of, main_page, page_of, paragraphs_of, rich, value_now
from .models import ProposedChange
from .vocabulary import Kind, State

ACCEPTED, RETURNED = "office.accept", "office.return"


class CannotAcceptError(Exception):
    """The change cannot be written. The message is for staff."""


def is_overtaken(change: ProposedChange) -> bool:
    """Whether staff have changed the value since the office saw it."""
    return present(change) != change.stood


def present(change: ProposedChange) -> Any:
    return value_now(change.proposal.city, change.kind, change.field, change.language)


@transaction.atomic
def decide(key: int, state: State, word: str, user: Any, *, by_hand: bool = False) -> ProposedChange:
    """Accept or return a change. ``by_hand`` accepts what staff have entered themselves. Raise ``CannotAcceptError``.

    The row of the city is locked first, so two decisions about it never run at once.
    """
    city = City.objects.select_for_update().get(proposals__changes=key)
    change = ProposedChange.objects.select_related("proposal").get(pk=key)
    change.proposal.city = city
    if change.state != State.WAITING:
        raise CannotAcceptError(_("Somebody has decided about this in the meantime."))
    if state == State.ACCEPTED and not by_hand:
        if is_overtaken(change):
            raise CannotAcceptError(
                _("This was changed after the office had seen it. Enter what is right by hand, then accept it.")
            )
        try:
            WRITERS[Kind(change.kind)](change, user)
        except ValidationError as refusal:
            raise CannotAcceptError(" ".join(refusal.messages)) from refusal
    change.state, change.word = state, word
    change.decided_by, change.decided_at = user, timezone.now()
    change.save()
    proposal = change.proposal
    what = f"{proposal.reference} {change.field or change.kind}"
    log(proposal, ACCEPTED if state == State.ACCEPTED else RETURNED, user=user, data={"what": what})
    if not proposal.changes.filter(state=State.WAITING).exists():
        mails.answer(proposal)
    return change


def write_fact(change: ProposedChange, user: Any) -> None:
    city = change.proposal.city
    keep_what_stands(city)
    setattr(city, change.field, change.new)
    save_record(city, user)


def write_figure(change: ProposedChange, user: Any) -> None:
    city, said = change.proposal.city, change.new
    keep_what_stands(city)
    kind, _point, extent = change.field.partition(".")
    figure = figure_of(city, change.field) or CityFigure(
        city=city, kind=kind, extent=extent, sort_order=city.figures.count()
    )
    figure.value, figure.year, figure.source = said["value"], said["year"], source_of(said, user)
    figure.full_clean()
    figure.save()
    save_record(city, user)


def source_of(said: dict[str, str], user: Any) -> Source:
    """Return the source with this name and web address, a new one if there is none."""
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    found = Source.objects.filter(locale=locale, name=said["source"], url=said["url"]).first()
    if found is None:
        found = Source(locale=locale, name=said["source"], url=said["url"], live=False)
        found.full_clean()
        found.save()
        found.save_revision(user=user, log_action=True).publish(user=user)
    return found


def save_record(city: City, user: Any) -> None:
    """Save the record as checked today, with a revision and an entry in its history, as the admin does."""
    city.checked_on, city.checked_by = timezone.localdate(), user
    city.full_clean()
    city.save()
    City.objects.get(pk=city.pk).save_revision(user=user, log_action=True)


def write_words(change: ProposedChange, user: Any) -> None:
    """Write words into the draft of a page that is written by itself; the hooks take those for a translation."""
    city, code = change.proposal.city, change.language
    page = page_of(city, code)
    paragraphs = paragraphs_of(change.new) if change.field in RICH else [change.new] * bool(change.new)
    if (version := page or main_page(city)) and any(
        write(version, code, change.field, paragraphs, user) for write in hooks.get_hooks("write_translated_words")
    ):
        return
    draft = editable_draft(page, user)
    setattr(draft, change.field, rich(change.new) if change.field in RICH else change.new)
    draft.save_revision(user=user, log_action=True)
    for take_over in hooks.get_hooks("field_written_by_hand"):
        take_over(draft, change.field, user)


def write_picture(change: ProposedChange, user: Any) -> None:
    draft = editable_draft(main_page(change.proposal.city), user)
    with change.file.open() as file:
        content = CleanPicture(file.read(), str(change.file.name).rpartition("/")[2])
    title = f"{change.proposal.city.name}, {change.proposal.reference}"
    image = SiteImage(title=title, file=content, credit=change.new["credit"], uploaded_by_user=user)
    image.save()
    log(image, "wagtail.create", user=user)
    draft.picture = image
    # What it shows is said in the language of the page; words in another are for staff to translate.
    draft.picture_alt = change.new["alt"] if draft.locale.language_code == change.language else ""
    draft.save_revision(user=user, log_action=True)


def editable_draft(page: CityPage | None, user: Any) -> CityPage:
    """Return the latest draft of a page. Raise ``CannotAcceptError`` if the user may not edit it."""
    if page is None:
        raise CannotAcceptError(_("The city has no profile in this language yet."))
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit() or permissions.page_locked():
        raise CannotAcceptError(_("You cannot edit this page: it is locked, or not yours to edit."))
    keep_what_stands(page)
    return page.get_latest_revision_as_object()


def write_news(change: ProposedChange, user: Any) -> None:
    said = change.new
    text = rich(said["text"]) + (rich(said["url"]) if said["url"] else "")
    parent = NewsIndexPage.objects.filter(locale__language_code=change.language).first()
    article = NewsPage(title=said["title"], date=timezone.localdate().isoformat(), body=[("text", text)])
    add_draft(parent, article, change, user)
    article.cities.add(change.proposal.city)
    article.save_revision(user=user)


def write_project(change: ProposedChange, user: Any) -> None:
    said = change.new
    words = {name: rich(said[name]) for name in ("challenge", "response", "outcome")}
    parent = page_of(change.proposal.city, change.language)
    add_draft(parent, ProjectPage(title=said["title"], link=said["url"], **words), change, user)


def add_draft(parent: Page | None, page: Page, change: ProposedChange, user: Any) -> None:
    """Add a new page as a draft. Raise ``CannotAcceptError`` if there is no place for it."""
    if parent is None:
        raise CannotAcceptError(_("There is no page in this language below which it could stand."))
    if not parent.permissions_for_user(user).can_add_subpage():
        raise CannotAcceptError(_("You cannot add pages there."))
    page.slug = f"{slugify(page.title)[:60] or change.kind}-{change.proposal.reference.lower()}"
    page.locale, page.live, page.owner = parent.locale, False, user
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create")


WRITERS = {
    Kind.FACT: write_fact,
    Kind.FIGURE: write_figure,
    Kind.WORDS: write_words,
    Kind.PICTURE: write_picture,
    Kind.NEWS: write_news,
    Kind.PROJECT: write_project,
}
