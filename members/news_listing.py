"""The public list of news: filter form, filtered queryset, years, and what exists in other languages only."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as ListPart
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.http import QueryDict
from wagtail.models import Locale

from amf_site.answers.once import once_for_each_version
from amf_site.cldr.formats import format_year
from amf_site.languages import LANGUAGES
from members.forms import NewsFilter, categories, label
from members.forum_querysets import NewsPageQuerySet
from members.listings import PART
from members.models.categories import Theme
from members.querysets import CityPageQuerySet
from members.vocabulary import NewsKind

if TYPE_CHECKING:
    from members.models import NewsPage

#: How many articles are named that a language lacks.
ELSEWHERE = 3


@dataclass(frozen=True)
class ForeignArticle:
    """An article that the reader's language lacks, with its versions in the order of the languages."""

    versions: "list[NewsPage]"

    @property
    def first(self) -> "NewsPage":
        return self.versions[0]


class NewsListing:
    """The articles of one language. ``articles`` are those of all languages that are open to the reader."""

    def __init__(
        self,
        articles: NewsPageQuerySet,
        profiles: CityPageQuerySet,
        locale: Locale,
        asked: QueryDict,
        is_for_everybody: bool = False,
    ) -> None:
        self.everywhere = articles
        self.articles = articles.filter(locale=locale)
        self.profiles = profiles
        self.locale = locale
        self.code = locale.language_code
        self.asked = asked
        self.is_for_everybody = is_for_everybody

    def found_once(self, name: str, find: Callable[[], Any]) -> Any:
        """Return what is found in all articles; what is the same for everybody is kept until the content changes."""
        return once_for_each_version(f"news-{name}-{self.code}", find) if self.is_for_everybody else find()

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """The numbers of articles of each kind and of each year."""
        return self.found_once("counts", self.count)

    def count(self) -> dict[str, Counter[str]]:
        kinds: Counter[str] = Counter()
        years: Counter[str] = Counter()
        rows = self.articles.order_by().values_list("kind", Substr("date", 1, 4)).annotate(Count("pk"))
        for kind, year, count in rows:
            kinds[kind] += count
            years[year] += count
        return {"kind": kinds, "year": years}

    @cached_property
    def years(self) -> list[tuple[str, str]]:
        """The years with articles and their labels, the latest first."""
        counts = sorted(self.counts["year"].items(), reverse=True)
        return [(year, label(format_year(int(year), self.code), count, self.code)) for year, count in counts]

    @cached_property
    def cities(self) -> dict[str, tuple[str, int]]:
        """Slug -> title and city id of the cities that articles are from or about, in alphabetical order."""
        return self.found_once("cities", self.find_cities)

    def find_cities(self) -> dict[str, tuple[str, int]]:
        rows = self.articles.order_by()
        named = self.articles.model.cities.through.objects.filter(newspage__in=rows.values("pk")).values("city")
        found = self.profiles.filter(Q(city__in=rows.values("place")) | Q(city__in=named))
        return {slug: (title, city) for slug, title, city in found.in_alphabet().values_list("slug", "title", "city")}

    def count_themes(self) -> list[Theme]:
        count = Count("news", filter=Q(news__in=self.articles.order_by()), distinct=True)
        return list(Theme.objects.in_language(self.code).annotate(count=count))

    @cached_property
    def form(self) -> NewsFilter:
        """The filter form; kinds, years and themes have their number of articles."""
        kinds = self.counts["kind"]
        return NewsFilter(
            self.asked,
            kind=[(kind.value, label(str(kind.label), kinds[kind], self.code)) for kind in NewsKind if kinds[kind]],
            year=self.years,
            city=[(slug, title) for slug, (title, _city) in self.cities.items()],
            theme=categories(self.found_once("themes", self.count_themes), self.code),
        )

    @cached_property
    def found(self) -> NewsPageQuerySet:
        """The articles that match the filter, the latest first."""
        chosen = self.form.chosen
        found = self.articles
        if "kind" in chosen:
            found = found.filter(kind=chosen["kind"])
        if "year" in chosen:
            found = found.filter(date__startswith=chosen["year"])
        if "city" in chosen:
            found = found.about_cities([self.cities[chosen["city"]][1]])
        if "theme" in chosen:
            found = found.about_theme(chosen["theme"])
        return found.for_cards().latest_first()

    @cached_property
    def part(self) -> ListPart:
        paginator = Paginator(self.found, PART)
        if self.form.is_open:
            paginator.count = self.counts["kind"].total()  # known already: a query less
        return paginator.get_page(self.asked.get("page"))

    @cached_property
    def elsewhere(self) -> list[ForeignArticle]:
        """The latest articles that exist in other languages only, below a list that is not filtered."""
        return self.found_once("elsewhere", self.find_elsewhere) if self.form.is_open else []

    def find_elsewhere(self) -> list[ForeignArticle]:
        order = {row.code: position for position, row in enumerate(LANGUAGES)}
        versions = self.everywhere.only_elsewhere(self.locale).defer_streamfields().with_all_versions(ELSEWHERE)
        return [
            ForeignArticle(sorted(same, key=lambda page: order.get(page.locale.language_code, len(order))))
            for _, same in islice(groupby(versions, key=lambda page: page.translation_key), ELSEWHERE)
        ]
