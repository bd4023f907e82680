"""Signal handlers that keep search names, cached counts, PDFs, calendars and the city of each project up to date."""

from typing import Any

from django.db.models import F, Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from amf_site.caching import invalidate
from amf_site.cldr.models import NameOverride
from amf_site.cldr.names import names_of_territory
from amf_site.cldr.overrides import read_again
from amf_site.languages import LANGUAGES
from amf_site.printing.models import PagePdf
from amf_site.printing.signals import remake_pdfs
from amf_site.search.folding import fold
from amf_site.search.index import index_page

from .listings import choices_cache_key
from .models import City, CityPage, Event, MembershipCategory, Partnership, ProjectPage, Theme


def collect_names(city: City) -> None:
    """Store the folded names of the city and its country, in every language and spelling, in ``folded_names``."""
    titles = CityPage.objects.live().filter(city=city).values_list("title", flat=True)
    names = {city.name, city.native_name, *city.other_names.splitlines(), *titles, *names_of_territory(city.country)}
    folded = sorted({fold(name) for name in names} - {""})
    City.objects.filter(pk=city.pk).update(folded_names="\n".join(folded))


def forget_choices(**kwargs: Any) -> None:
    """Invalidate the cached counts of the directory's choices in all languages."""
    invalidate([choices_cache_key(row.code) for row in LANGUAGES])


def on_city_saved(instance: City, **kwargs: Any) -> None:
    collect_names(instance)
    forget_choices()
    pages = list(CityPage.objects.live().filter(city=instance))
    for page in pages:
        index_page(page)
    remake_pdfs(page.pk for page in pages)


def on_city_saving(instance: City, **kwargs: Any) -> None:
    """Tell calendars that timed events have moved if the time zone of their host, which is theirs, is another one."""
    stored = City.objects.filter(pk=instance.pk).values_list("time_zone", flat=True).first()
    if stored is not None and stored != instance.time_zone:
        events = Event.objects.filter(host=instance, time_zone="", starts_at__isnull=False)
        events.update(sequence=F("sequence") + 1, modified_at=timezone.now())


def on_partnership_changed(instance: Partnership, **kwargs: Any) -> None:
    """Regenerate the PDFs of both cities, which list the partnership."""
    pages = CityPage.objects.live().filter(city__in=[instance.first_id, instance.second_id])
    remake_pdfs(pages.values_list("pk", flat=True))


def remake_files_around(page: Page, *, drop: bool = False) -> None:
    """Regenerate the PDFs that may name a page or its descendants: those of its city and of that city's partners.

    With ``drop``, delete the existing files first, because readers must not get them any more.
    """
    versions = Page.objects.filter(translation_key=page.translation_key)
    near = Q(pk=None)
    for path in {page.path, *versions.values_list("path", flat=True)}:
        above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
        near |= Q(pages__path__startswith=path) | Q(pages__path__in=above)
    cities = set(City.objects.filter(near).values_list("pk", flat=True))
    pairs = Partnership.objects.filter(Q(first__in=cities) | Q(second__in=cities)).values_list("first", "second")
    profiles = CityPage.objects.live().filter(city__in=cities.union(*pairs)).values_list("pk", flat=True)
    if drop:
        PagePdf.objects.filter(page__in=list(profiles)).delete()
    remake_pdfs(profiles)


def on_restriction_changed(instance: PageViewRestriction, created: bool = False, **kwargs: Any) -> None:
    """Update counts and PDFs when a page becomes private or public."""
    forget_choices()
    for page in Page.objects.filter(pk=instance.page_id):  # none while the page itself is being deleted
        remake_files_around(page, drop=created)


def on_page_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    """Update what depends on a profile or project that was published, unpublished or deleted.

    The title of a profile is one of the city's search names, and its city is that of the projects below it.
    """
    if isinstance(instance, CityPage):
        collect_names(instance.city)
        forget_choices()
        if instance.numchild:
            ProjectPage.objects.child_of(instance).update(city=instance.city)
    if isinstance(instance, CityPage | ProjectPage):
        remake_files_around(instance)


def on_page_moved(sender: type, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """Assign a moved project to the city above it, and update counts and PDFs at both places.

    The page may also have moved to or from a private section.
    """
    project = ProjectPage.objects.filter(pk=instance.pk).first()
    if project is not None:
        project.city = City.objects.get(pages__pk=project.get_parent().pk)
        project.save(update_fields=["city"])
    forget_choices()
    remake_files_around(instance)
    remake_files_around(parent_page_before)


def on_name_decided(instance: NameOverride, **kwargs: Any) -> None:
    """Update the search names of a country's cities when an editor overrides the country's name."""
    read_again()
    for city in City.objects.filter(country=instance.code):
        collect_names(city)


def connect() -> None:
    post_save.connect(on_name_decided, sender=NameOverride)
    post_delete.connect(on_name_decided, sender=NameOverride)
    pre_save.connect(on_city_saving, sender=City)
    post_save.connect(on_city_saved, sender=City)
    for model in (CityPage, ProjectPage):
        post_delete.connect(on_page_changed, sender=model)
    for signal in (post_save, post_delete):
        signal.connect(on_partnership_changed, sender=Partnership)
        signal.connect(on_restriction_changed, sender=PageViewRestriction)
    m2m_changed.connect(forget_choices, sender=City.themes.through)
    for category in (Theme, MembershipCategory):
        post_save.connect(forget_choices, sender=category)
        post_delete.connect(forget_choices, sender=category)
    page_published.connect(on_page_changed)
    page_unpublished.connect(on_page_changed)
    post_page_move.connect(on_page_moved)
