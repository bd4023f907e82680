"""Names of countries, regions and languages, from the secretariat's overrides or else from CLDR."""

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

#: CLDR's two-letter territory codes that are not countries but groups, placeholders or test data.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=64)
def _babel_locale(code: str) -> BabelLocale:
    return BabelLocale.parse(language(code).cldr, sep="-")


def territory_name(territory: str, code: str) -> str:
    """Return the name of an ISO 3166 country or UN M49 region in language ``code``; without one, the territory code."""
    own = overridden_name(NameOverride.Kind.TERRITORY, territory, code)
    return own or _babel_locale(code).territories.get(territory, territory)


def language_name(name_of: str, code: str) -> str:
    """Return the name of language ``name_of`` in language ``code``, for example Turkish in Persian: ترکی استانبولی."""
    own = overridden_name(NameOverride.Kind.LANGUAGE, name_of, code)
    language_of, _, script_of = name_of.partition("-")
    key = f"{language_of}_{script_of.title()}" if script_of else language_of  # zh-hans is zh_Hans there
    return own or _babel_locale(code).languages.get(key, name_of)


def time_zone_name(zone: str, code: str) -> str:
    """Return the name of a time zone in a language, for example Iran Standard Time for Asia/Tehran."""
    locale = icu.Locale.forLanguageTag(language(code).cldr)
    return icu.TimeZone.createTimeZone(zone).getDisplayName(False, icu.TimeZone.LONG, locale)


def names_of_territory(territory: str) -> set[str]:
    """Return the names of a country or region in all languages of the site, for the search index."""
    return {territory_name(territory, row.code) for row in LANGUAGES}


def country_choices() -> list[tuple[str, str]]:
    """Return form choices of all ISO 3166 countries, named and sorted in the active language."""
    return _choices("territories", lambda code: code.isalpha() and code not in NO_COUNTRIES)


def language_choices() -> list[tuple[str, str]]:
    """Return form choices of all languages with a two-letter code, named and sorted in the active language."""
    return _choices("languages", str.isalpha)


def _choices(kind: str, is_wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return choices of CLDR's two-letter codes with names in the active language, or in English if it has none."""
    own = language(get_language()).code
    english, names = (getattr(_babel_locale(code), kind) for code in (SOURCE_LANGUAGE, own))
    found = [(code, names.get(code, name)) for code, name in english.items() if len(code) == 2 and is_wanted(code)]
    return sorted(found, key=lambda choice: sort_key(choice[1], own))


def is_language_of(code: str, language_of: str) -> bool:
    """Return whether a language of ``language_choices`` is that of readers of ``code``: zh is that of zh-hans."""
    return language_of in (code, code.partition("-")[0])


def is_written_in(text: str, code: str) -> bool:
    """Return whether a text can be in a language: letters of ASCII alone are none of a language in another script."""
    return not text.isascii() or icu.Locale.createFromName(code).addLikelySubtags().getScript() == "Latn"


def direction_of(code: str) -> str:
    """Return ``rtl`` or ``ltr`` for any language known to CLDR, not only those of the site."""
    try:
        return BabelLocale.parse(code.replace("-", "_")).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
