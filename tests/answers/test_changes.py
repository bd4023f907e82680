"""After every kind of change, the next reader sees the new state; before it, nothing is made twice."""

import datetime
from collections.abc import Callable
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from amf_site.accounts.models import User
from amf_site.answers import version
from amf_site.cldr.models import NameOverride
from amf_site.demo.editor import NAME
from amf_site.media.models import SiteImage
from amf_site.visibility.models import LanguageStage
from members.models import Body, City, CityFigure, CityPage, Event, MembershipCategory, Office, Theme
from pages.models import SiteNavigation, StandardPage
from tests import picture_files
from tests.translation.desk import new_page

from .reading import keep, made_anew, read, was_kept


def page_at(slug: str, code: str = "en") -> Page:
    return Page.objects.get(slug=slug, locale__language_code=code).specific


def publish(page: Page, **changes: object) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def publish_by_form() -> None:
    """As an editor does: her form is sent to the admin."""
    from tests.admin.forms import form_to_publish

    client, page = Client(), page_at("tehran")
    client.force_login(User.objects.get(username=NAME), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_to_publish(address, client.get(address).content.decode())
    form["title"] = ["Tehran by form"]
    assert client.post(address, form).status_code == 302


def in_bulk() -> None:
    client, page = Client(), page_at("language-policy")
    client.force_login(User.objects.get(username=NAME), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}"
    assert client.post(address, {"include_descendants": ""}).status_code == 302


def rename(model: type[Model], slug: str) -> None:
    record = model.objects.get(slug=slug, locale__language_code="en")
    record.name = "Another name"
    record.save()


def restrict(slug: str) -> None:
    PageViewRestriction.objects.create(page=page_at(slug), restriction_type=PageViewRestriction.LOGIN)


def hide_persian() -> None:
    LanguageStage.objects.filter(locale__language_code="fa").update(stage=LanguageStage.Stage.HIDDEN)


def rename_country() -> None:
    NameOverride.objects.create(kind="territory", language="en", code="TH", name="Kingdom of Siam")


def replace_picture() -> None:
    image = CityPage.objects.exclude(picture=None).get(slug="tabriz", locale__language_code="en").picture
    file = picture_files.written(picture_files.drawn((1600, 900)), "JPEG")
    image.file = ContentFile(file, "another.jpg")
    image.save()
    image.renditions.all().delete()


def change_menu() -> None:
    record = SiteNavigation.objects.get(locale__language_code="en")
    record.footer_text = "Another sentence at the foot of all pages."
    record.save_revision().publish()


def move() -> None:
    with transaction.atomic():
        page_at("accessibility").move(page_at("about"), pos="last-child")


def import_figures() -> None:
    city = City.objects.get(name="Tabriz")
    CityFigure.objects.filter(city=city).update(value=1)


def delete_page() -> None:
    page_at("feeds").delete()


def a_new_page() -> None:
    new_page("A sentence.", parent=page_at("who-we-are"), show_in_menus=True)


def by_raw_sql() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Raw' WHERE slug = 'bangkok'")


TABRIZ, CITIES, HOME, EVENTS, NEWS = "/en/members/tabriz/", "/en/members/", "/en/", "/en/events/", "/en/news/"

ASSEMBLY = "/en/who-we-are/governance/general-assembly/"

#: What is changed -> the change, and addresses that show it.
CHANGES: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "a page is published again": (
        lambda: publish(page_at("tabriz"), title="Tabriz!"),
        (TABRIZ, CITIES),
    ),
    "its form is sent in the admin": (publish_by_form, ("/en/members/tehran/", CITIES)),
    "a page is unpublished": (lambda: page_at("karbala").unpublish(), (CITIES, "/en/members/karbala/")),
    "pages are unpublished in bulk": (in_bulk, (HOME, "/en/language-policy/")),
    "a page is new": (a_new_page, ("/en/who-we-are/",)),
    "a page is deleted": (delete_page, (HOME, "/en/feeds/")),
    "a page is moved": (move, ("/en/accessibility/", HOME)),
    "a page gets another address": (lambda: publish(page_at("privacy"), slug="your-data"), ("/en/privacy/", HOME)),
    "a page is made private": (lambda: restrict("press"), ("/en/press/", HOME)),
    "a page is public again": (lambda: PageViewRestriction.objects.all().delete(), ("/en/press/", HOME)),
    "pages are changed by one statement": (
        lambda: StandardPage.objects.filter(locale__language_code="en").update(title="Same"),
        (HOME, "/en/who-we-are/about/"),
    ),
    "pages are changed by raw SQL": (by_raw_sql, ("/en/members/bangkok/",)),
    "a translation is published": (lambda: publish(page_at("tabriz", "fa"), title="تبریز!"), ("/fa/members/tabriz/",)),
    "a translation is withdrawn": (
        lambda: page_at("bangkok", "fa").unpublish(),
        ("/en/members/bangkok/", "/fa/members/"),
    ),
    "a city's record": (
        lambda: City.objects.filter(name="Tabriz").update(official_site="https://x.example/"),
        (TABRIZ,),
    ),
    "a city is saved": (lambda: City.objects.get(name="Tabriz").save(), (TABRIZ,)),
    "figures of a city": (import_figures, (TABRIZ,)),
    "a category": (lambda: rename(MembershipCategory, "public-record"), (CITIES,)),
    "a theme": (lambda: rename(Theme, "smart-cities"), (CITIES,)),
    "an event's days": (
        lambda: Event.objects.filter(key="general-assembly-2008").update(first_day="2008-11-17"),
        (EVENTS, "/en/events/ics/"),
    ),
    "an event is called off": (
        lambda: Event.objects.filter(key="general-assembly-2008").update(status="cancelled"),
        (EVENTS, HOME),
    ),
    "an office ends": (
        lambda: Office.objects.update(person="Somebody Else"),
        (ASSEMBLY,),
    ),
    "a body": (lambda: rename(Body, "general-assembly"), ("/en/documents/",)),
    "an article": (
        lambda: publish(page_at("two-committees-with-new-chairs"), title="Another headline"),
        (NEWS, "/en/news/feed/"),
    ),
    "an article is withdrawn": (
        lambda: page_at("yazd-joins").unpublish(),
        (NEWS, "/en/news/feed/"),
    ),
    "the menu": (change_menu, (HOME, TABRIZ)),
    "a country's name": (rename_country, (CITIES, "/en/members/bangkok/")),
    "a picture's file": (replace_picture, (TABRIZ,)),
    "the words of a picture": (lambda: SiteImage.objects.update(credit="Somebody Else"), (TABRIZ,)),
    "a language is closed": (hide_persian, (HOME, TABRIZ)),
    "a language is opened": (
        lambda: LanguageStage.objects.filter(locale=Locale.objects.get(language_code="fa")).update(stage="public"),
        (HOME, "/fa/"),
    ),
    "a redirect": (lambda: Redirect.objects.create(old_path="/en/x", redirect_link="/en/"), ("/en/x/",)),
    "a migration": (lambda: call_command("migrate", stdout=StringIO()), (HOME,)),
}
#: Kinds of the above that no page of the demo shows: only the version changes.
NOT_SHOWN = {"a city is saved", "a migration"}
#: Kinds whose addresses lead nowhere before.
NOTHING_KEPT = {"a redirect"}


def seen(address: str) -> tuple[int, str, bytes]:
    answer = read(address)
    return answer.status_code, answer.headers.get("Location", ""), answer.content


@pytest.mark.parametrize("name", CHANGES)
def test_the_next_reader_sees_the_change(name: str):
    change, addresses = CHANGES[name]
    before = {address: seen(address) for address in addresses}
    kept_before = [address for address in addresses if was_kept(read(address))]
    number = version.current().number
    change()
    assert version.current().number > number
    for address in addresses:
        answer = read(address)
        assert not was_kept(answer), address
        assert answer.content == made_anew(address)
    changed = [address for address in addresses if seen(address) != before[address]]
    assert changed == ([] if name in NOT_SHOWN else list(addresses)), name
    assert kept_before or name in NOTHING_KEPT, name


def test_nothing_is_made_twice_meanwhile():
    for address in (HOME, CITIES, TABRIZ, EVENTS, f"{CITIES}?country=IR", "/en/news/feed/"):
        keep(address)
        assert was_kept(read(address))


#: What does not concern readers, and leaves everything kept.
UNSEEN: dict[str, Callable[[], object]] = {
    "a draft": lambda: page_at("tabriz").save_revision(),
    "a lock": lambda: Page.objects.filter(slug="tabriz").update(locked=True),
    "a login": lambda: Client().force_login(User.objects.first(), backend="django.contrib.auth.backends.ModelBackend"),
    "a sentence of a translator": lambda: call_command("delete_expired", stdout=StringIO()),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_readers_do_not_see_leaves_answers_as_they_are(name: str):
    keep(HOME)
    UNSEEN[name]()
    assert was_kept(read(HOME))


def test_what_is_undone_leaves_answers_as_they_are():
    keep(HOME)
    with transaction.atomic():
        Page.objects.update(title="Undone")
        transaction.set_rollback(True)
    assert was_kept(read(HOME))
    with transaction.atomic():
        with transaction.atomic():
            Page.objects.filter(slug="tabriz").update(title="Undone")
            transaction.set_rollback(True)
        Page.objects.filter(slug="tabriz", locale__language_code="en").update(title="Done")
    assert not was_kept(read(HOME))


class Clock:
    """The time of the site, for the tests to move."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("zone", ["", "Pacific/Auckland", "Asia/Kathmandu"])
def test_the_next_day_comes_by_itself(clock: Clock, zone: str):
    """At the place of an event, and at the site."""
    tomorrow = timezone.localtime(clock.now, ZoneInfo(zone or settings.TIME_ZONE)) + datetime.timedelta(days=1)
    clock.now = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(minutes=1)
    today = timezone.localdate(timezone=tomorrow.tzinfo)
    Event.objects.filter(key="general-assembly-2008").update(
        status="confirmed", first_day=today, last_day=today, time_zone=zone
    )
    keep(EVENTS)
    clock.now += datetime.timedelta(seconds=59)
    assert was_kept(read(EVENTS))
    clock.now += datetime.timedelta(seconds=2)
    assert not was_kept(read(EVENTS))


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
def test_a_page_begins_and_ends_on_its_minute(clock: Clock, field: str):
    Page.objects.filter(slug="tehran", locale__language_code="en").update(
        **{"go_live_at": None, "expire_at": None, field: clock.now + datetime.timedelta(minutes=10)}
    )
    before = keep(CITIES)
    clock.now += datetime.timedelta(minutes=9)
    assert was_kept(read(CITIES))
    clock.now += datetime.timedelta(minutes=2)
    answer = read(CITIES)
    assert not was_kept(answer)
    assert answer.content != before
