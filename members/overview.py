"""A summary of all member cities for pages of other apps."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from amf_site.addresses import page_path
from members.map import MOST_NAMES, CityMap, city_map, places_of

if TYPE_CHECKING:
    from members.models import CityPage


class Overview:
    """The number of city profiles in the reader's language, the URL of the directory and a map, computed lazily.

    ``profiles`` holds all profiles, but at most one more than a map can name.
    """

    def __init__(self, profiles: "list[CityPage]") -> None:
        self.profiles = profiles

    @cached_property
    def count(self) -> int:
        """The number of profiles. It costs a query only if ``profiles`` is incomplete."""
        if len(self.profiles) <= MOST_NAMES:
            return len(self.profiles)
        first = self.profiles[0]
        return type(first).objects.reachable().filter(locale_id=first.locale_id).count()

    @property
    def address(self) -> str:
        """The URL path of the directory, which is the parent page of every profile."""
        return page_path(self.profiles[0], get_language()).removesuffix(f"{self.profiles[0].slug}/")

    @cached_property
    def map(self) -> CityMap:
        """A map of all profiles; empty if there are too many to name."""
        shown = self.profiles if len(self.profiles) <= MOST_NAMES else []
        code = get_language()
        return city_map(places_of(shown, lambda page: page_path(page, code)), code)
