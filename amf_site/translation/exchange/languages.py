"""Language tags in files, and how they correspond to the languages of the site."""

import icu

#: Script names that gettext appends to a locale as a modifier.
MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}


def language_tag(code: str) -> str:
    """Convert a language code of Django to BCP 47: zh-hans → zh-Hans."""
    first, *others = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in others)])


def language_and_script(tag: str) -> tuple[str, str]:
    """Return language and script of any tool's language tag; two empty strings if it is invalid.

    For example, fa, fas, fa_IR.UTF-8 and fa-Arab-IR are the same.
    """
    name, _at, modifier = tag.strip().replace("_", "-").partition("@")
    try:
        locale = icu.Locale(icu.Locale.forLanguageTag(name.partition(".")[0]).getName())
        locale.addLikelySubtags()
    except icu.ICUError:
        return "", ""
    return locale.getLanguage(), MODIFIERS.get(modifier.lower(), locale.getScript())


def same_language(tag: str, code: str) -> bool:
    """Return whether a tag means a language of the site, in the same script: zh-TW is not zh-hans."""
    return language_and_script(tag) == language_and_script(code)
