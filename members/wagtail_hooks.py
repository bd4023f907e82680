"""Admin hooks for member cities: menu, report of outdated content, and prefilled new profiles."""

from django.dispatch import receiver
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet

from . import clock
from .checking import MarkAsChecked, UpkeepReport
from .fields import show_categories_in_the_language_of_the_admin
from .forum_checking import warn_of_office_held_twice
from .forum_signals import collect_titles
from .joining import acceptance
from .joining.retention import APPLICATIONS, DRAFTS
from .landing import landing_sections
from .letters.admin import name_actions
from .letters.privacy import LETTERS
from .models import City, CityPage, NewsPage, PublishedDocument
from .news_viewsets import NewsAndEventsGroup
from .panels import offer_profile
from .record_sets import record_sets
from .signals import collect_names
from .viewsets import MembersGroup

register_snippet(MembersGroup)
register_snippet(NewsAndEventsGroup)
show_categories_in_the_language_of_the_admin()
hooks.register("register_bulk_action", MarkAsChecked)
hooks.register("record_sets", record_sets)
hooks.register("clock_moments", clock.next_day)
hooks.register("clock_moments", clock.next_forgotten)
hooks.register("landing_sections", landing_sections)
hooks.register("register_log_actions", name_actions)
hooks.register("retentions", lambda: [DRAFTS, APPLICATIONS, LETTERS])
hooks.register("after_create_snippet", warn_of_office_held_twice)
hooks.register("after_edit_snippet", warn_of_office_held_twice)


@hooks.register("after_create_snippet")
def offer_profile_of_new_city(request, record) -> None:
    if isinstance(record, City):
        offer_profile(request, record)


@hooks.register("before_create_page")
def remember_city_of_new_profile(request, parent, page_class) -> None:
    """Read the id of the city from the URL (``?city=``), for ``prefill_new_profile``."""
    number = request.GET.get("city", "")
    if page_class is CityPage and number.isascii() and number.isdigit() and len(number) < 18:
        parent.city_of_new_profile = City.objects.filter(pk=number).first()


@receiver(init_new_page)
def prefill_new_profile(sender, page, parent, **kwargs) -> None:
    city = getattr(parent, "city_of_new_profile", None)
    if isinstance(page, CityPage) and city:
        page.city, page.title, page.slug = city, city.name, slugify(city.name)


@receiver(init_new_page)
def begin_new_article(sender, page, parent, **kwargs) -> None:
    """Begin with today's date by the clock of the author, and with a field for the text."""
    if isinstance(page, NewsPage):
        page.date, page.body = timezone.localdate().isoformat(), [("text", "")]


@hooks.register("rebuild_search")
def collect_all_names() -> None:
    """Store the folded names of all cities again when the search index is rebuilt."""
    for city in City.objects.all():
        collect_names(city)


@hooks.register("rebuild_search")
def collect_all_titles() -> None:
    """Store the folded titles of all published documents again."""
    for key in PublishedDocument.objects.values_list("pk", flat=True):
        collect_titles(key)


@hooks.register("register_log_actions")
def name_action_of_acceptance(actions: LogActionRegistry) -> None:
    actions.register_action(*acceptance.ACTION)


@hooks.register("register_admin_urls")
def report_address():
    return [path("reports/members/", UpkeepReport.as_view(), name="members_upkeep")]


@hooks.register("register_reports_menu_item")
def report_in_the_menu():
    return UpkeepMenuItem(_("Member cities"), reverse("members_upkeep"), icon_name="city", order=700)


class UpkeepMenuItem(MenuItem):
    """A menu item that only users who may open the report see."""

    def is_shown(self, request) -> bool:
        return UpkeepReport.may_be_seen_by(request.user)
