"""Build records from the files in ``facts/``: cities, categories, partnerships and sources.

Existing records are left unchanged, since editors may have changed them.
"""

# django-stubs takes modelcluster relations for managers.
# mypy: disable-error-code="misc, attr-defined, union-attr, arg-type"

from typing import Any

from django.db import models
from wagtail.models import Locale

from amf_site.languages import SOURCE_LANGUAGE
from members.models import City, CityFigure, ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import Source

from .content import facts, identity, words

#: Tables of ``facts/categories.toml`` and the model of each.
CATEGORIES: dict[str, type[models.Model]] = {"themes": Theme, "memberships": MembershipCategory, "titles": ForumTitle}
#: Keys of a city's table that are not plain model fields.
OF_CITIES = {"name", "other_names", "membership", "themes", "figures"}


def source_locale() -> Locale:
    return Locale.objects.get_or_create(language_code=SOURCE_LANGUAGE)[0]


def source_of(name: str, url: str = "") -> Source:
    """Return the source with this name; create it if necessary."""
    key = identity("source", name)
    values = {"name": name, "url": url}
    return Source.objects.get_or_create(translation_key=key, locale=source_locale(), defaults=values)[0]


def category(kind: str, slug: str) -> Any:
    """Return the theme, membership category or title with this slug."""
    return CATEGORIES[kind].objects.get(slug=slug, locale=source_locale())


def build_records() -> None:
    """Build all records; categories first, because cities refer to them."""
    for kind, model in CATEGORIES.items():
        for slug, values in facts("categories")[kind].items():
            key = identity(kind, slug)
            model.objects.get_or_create(translation_key=key, locale=source_locale(), defaults={"slug": slug, **values})
    for name in facts("cities")["cities"]:
        if not City.objects.filter(name=name_of_city(name)).exists():
            build_city(name)
    for agreement in facts("partnerships")["partnerships"]:
        build_partnership(**agreement)


def name_of_city(name: str) -> str:
    """Return the English name of a city: that of its content file, or of its table if it has no profile."""
    return facts("cities")["cities"][name].get("name") or words(name)["title"]


def city_record(name: str) -> City:
    """Return the city of a table of ``facts/cities.toml``."""
    return City.objects.get(name=name_of_city(name))


def build_city(name: str) -> None:
    """Create a city with its child objects."""
    known = facts("cities")["cities"][name]
    fields = {field: value for field, value in known.items() if field not in OF_CITIES}
    city = City(name=name_of_city(name), other_names="\n".join(known.get("other_names", [])), **fields)
    city.membership = category("memberships", known["membership"])
    city.themes = [category("themes", slug) for slug in known.get("themes", [])]
    city.figures = [
        CityFigure(
            kind=figure["kind"],
            extent=figure["extent"],
            value=figure["value"],
            year=figure["year"],
            source=source_of(figure["source"], figure.get("source_url", "")),
        )
        for figure in known.get("figures", [])
    ]
    city.full_clean()
    city.save()


def build_partnership(key: str, first: str, second: str, source: str, source_url: str = "", **values: Any) -> None:
    """Create a partnership between the cities of two content files, unless it exists."""
    identifiers = {"translation_key": identity("partnership", key), "locale": source_locale()}
    if Partnership.objects.filter(**identifiers).exists():
        return
    partnership = Partnership(
        **identifiers,
        first=city_record(first),
        second=city_record(second),
        source=source_of(source, source_url),
        **values,
    )
    partnership.full_clean()
    partnership.save()
