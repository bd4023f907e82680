"""The public lists of cities and projects: filter form, filtered queryset and pagination."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page as ListPart
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import QueryDict
from wagtail.models import Locale

from amf_site.addresses import page_path
from members.forms import CityFilter, ProjectFilter, categories, territories
from members.map import CityMap, city_map, places_of
from members.models.categories import MembershipCategory, Theme
from members.querysets import CityPageQuerySet, ProjectPageQuerySet

#: Entries on each page of a list.
PART = 24
#: Seconds for which the counts of the directory's choices are cached. Changes invalidate them (``signals``).
CHOICES_SECONDS = 600


def choices_cache_key(code: str) -> str:
    return f"directory-choices-{code}"


class CityListing:
    """The directory: city profiles of one language."""

    def __init__(self, profiles: CityPageQuerySet, locale: Locale, asked: QueryDict) -> None:
        self.profiles = profiles
        self.code = locale.language_code
        self.asked = asked

    @cached_property
    def form(self) -> CityFilter:
        """The filter form, each choice with its number of cities."""
        counts: Any = cache.get_or_set(choices_cache_key(self.code), self.count_choices, CHOICES_SECONDS)
        return CityFilter(
            self.asked,
            region=territories(counts["region"], self.code),
            country=territories(counts["country"], self.code),
            theme=categories(counts["theme"], self.code),
            membership=categories(counts["membership"], self.code),
        )

    def count_choices(self) -> dict[str, Any]:
        """Count the cities of each choice. Cached, because only these queries grow with the number of cities."""
        places = self.profiles.order_by().values_list("city__country", "city__sub_region").annotate(Count("pk"))
        countries: Counter[str] = Counter()
        regions: Counter[str] = Counter()
        for country, region, count in places:
            countries[country] += count
            regions[region] += count
        counted = Count("cities", filter=Q(cities__pages__in=self.profiles.order_by()), distinct=True)
        themes, memberships = (
            list(model.objects.in_language(self.code).annotate(count=counted)) for model in (Theme, MembershipCategory)
        )
        return {"region": regions, "country": countries, "theme": themes, "membership": memberships}

    @cached_property
    def found(self) -> CityPageQuerySet:
        """The profiles that match the filter, in the alphabetical order of their language."""
        chosen = self.form.chosen
        found = self.profiles
        if "q" in chosen:
            found = found.named_like(chosen["q"])
        lookups = {
            "region": "city__sub_region",
            "country": "city__country",
            "theme": "city__themes__slug",
            "membership": "city__membership__slug",
        }
        found = found.filter(**{lookups[name]: value for name, value in chosen.items() if name in lookups})
        return found.with_records().defer_streamfields().in_alphabet()

    @cached_property
    def part(self) -> ListPart:
        return Paginator(self.found, PART).get_page(self.asked.get("page"))

    @cached_property
    def map(self) -> CityMap:
        """A map of the cities on the current page of the list, in its order."""
        return city_map(places_of(self.part, lambda page: page_path(page, self.code)), self.code)


class ProjectListing:
    """The project data bank: projects of one language, with the profiles of their cities."""

    def __init__(
        self, projects: ProjectPageQuerySet, profiles: CityPageQuerySet, locale: Locale, asked: QueryDict
    ) -> None:
        self.projects = projects
        self.profiles = profiles
        self.code = locale.language_code
        self.asked = asked

    @cached_property
    def city_pages(self) -> dict[int, Any]:
        """City id -> profile of each city with projects, in alphabetical order."""
        with_projects = self.profiles.filter(city__projects__in=self.projects).distinct()
        return {page.city_id: page for page in with_projects.defer_streamfields().select_related("city").in_alphabet()}

    @cached_property
    def form(self) -> ProjectFilter:
        """The filter form; themes and countries have their number of projects."""
        cities = Counter(dict(self.projects.order_by().values_list("city").annotate(Count("pk"))))
        countries: Counter[str] = Counter()
        for city_id, page in self.city_pages.items():
            countries[page.city.country] += cities[city_id]
        count = Count("projects", filter=Q(projects__in=self.projects.order_by()), distinct=True)
        return ProjectFilter(
            self.asked,
            theme=categories(Theme.objects.in_language(self.code).annotate(count=count), self.code),
            country=territories(countries, self.code),
            city=[(page.slug, page.title) for page in self.city_pages.values()],
        )

    @cached_property
    def found(self) -> ProjectPageQuerySet:
        """The projects that match the filter, newest first."""
        chosen = self.form.chosen
        found = self.projects
        if "theme" in chosen:
            found = found.filter(themes__slug=chosen["theme"])
        if "country" in chosen:
            found = found.filter(city__country=chosen["country"])
        if "city" in chosen:
            slugs = {page.slug: city_id for city_id, page in self.city_pages.items()}
            found = found.filter(city=slugs[chosen["city"]])
        return found.with_records().defer_streamfields().newest_first()

    @cached_property
    def part(self) -> ListPart:
        part = Paginator(self.found, PART).get_page(self.asked.get("page"))
        for project in part.object_list:
            project.city_page = self.city_pages.get(project.city_id)
        return part
