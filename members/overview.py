"""All member cities at a glance, for a page that is not about them."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from amf_site.addresses import page_path
from members.map import MOST_NAMES, CityMap, city_map, places_of

if TYPE_CHECKING:
    from members.models import CityPage


class Overview:
    """Lazily, how many cities have profiles in the reader's language, where they are listed, and the map of them.

    ``profiles`` are all of them, or one more than a map names.
    """

    def __init__(self, profiles: "list[CityPage]") -> None:
        self.profiles = profiles

    @cached_property
    def count(self) -> int:
        """How many there are; the database is asked only where they are too many to be at hand."""
        if len(self.profiles) <= MOST_NAMES:
            return len(self.profiles)
        first = self.profiles[0]
        return type(first).objects.reachable().filter(locale_id=first.locale_id).count()

    @property
    def address(self) -> str:
        """The path of the directory: the page above each profile."""
        return page_path(self.profiles[0], get_language()).removesuffix(f"{self.profiles[0].slug}/")

    @cached_property
    def map(self) -> CityMap:
        """Nothing is drawn of so many cities that none would be named."""
        shown = self.profiles if len(self.profiles) <= MOST_NAMES else []
        code = get_language()
        return city_map(places_of(shown, lambda page: page_path(page, code)), code)
