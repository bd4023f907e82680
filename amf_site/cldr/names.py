"""Names of countries, regions and languages, from CLDR unless the secretariat has decided otherwise."""

from collections.abc import Callable
from functools import lru_cache

import icu
from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from django.utils.translation import get_language

from amf_site.languages import LANGUAGES, SOURCE_LANGUAGE, language

from .collation import sort_key
from .models import NameOverride
from .overrides import overridden_name

#: Two-letter codes of CLDR that are regions, groups or test data.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=64)
def _babel_locale(code: str) -> BabelLocale:
    return BabelLocale.parse(language(code).cldr, sep="-")


def territory_name(territory: str, code: str) -> str:
    """The name of an ISO 3166 country or UN M49 region in a language; the code itself if CLDR has no name."""
    own = overridden_name(NameOverride.Kind.TERRITORY, territory, code)
    return own or _babel_locale(code).territories.get(territory, territory)


def language_name(name_of: str, code: str) -> str:
    """The name of a language in a language, for example Turkish in Persian: ترکی استانبولی."""
    own = overridden_name(NameOverride.Kind.LANGUAGE, name_of, code)
    return own or _babel_locale(code).languages.get(name_of, name_of)


def time_zone_name(zone: str, code: str) -> str:
    """The name of a time zone in a language: Iran Standard Time for Asia/Tehran."""
    locale = icu.Locale.forLanguageTag(language(code).cldr)
    return icu.TimeZone.createTimeZone(zone).getDisplayName(False, icu.TimeZone.LONG, locale)


def names_of_territory(territory: str) -> set[str]:
    """What the country or region is called in every language of the site, for search."""
    return {territory_name(territory, row.code) for row in LANGUAGES}


def country_choices() -> list[tuple[str, str]]:
    """Every country of ISO 3166 for a form of the admin, named and ordered in the admin's language."""
    return _choices("territories", lambda code: code.isalpha() and code not in NO_COUNTRIES)


def language_choices() -> list[tuple[str, str]]:
    """The languages with a two-letter code for a form of the admin, named and ordered in the admin's language."""
    return _choices("languages", str.isalpha)


def _choices(kind: str, is_wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    """CLDR's names for codes of two letters in the language in use; in English where that has none."""
    own = language(get_language()).code
    english, names = (getattr(_babel_locale(code), kind) for code in (SOURCE_LANGUAGE, own))
    found = [(code, names.get(code, name)) for code, name in english.items() if len(code) == 2 and is_wanted(code)]
    return sorted(found, key=lambda choice: sort_key(choice[1], own))


def direction_of(code: str) -> str:
    """``rtl`` or ``ltr`` of any language that CLDR knows, those outside the site's table included."""
    try:
        return BabelLocale.parse(code.replace("-", "_")).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
