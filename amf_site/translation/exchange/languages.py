"""How files name languages, and whether they mean ours."""

import icu

#: What gettext writes behind a language that is written in another script.
MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}


def language_tag(code: str) -> str:
    """A language code of Django as BCP 47 writes it: zh-hans → zh-Hans."""
    first, *others = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in others)])


def language_and_script(tag: str) -> tuple[str, str]:
    """Of whatever a tool calls a language: fa, fas, fa_IR.UTF-8 and fa-Arab-IR are one. Empty for what is none."""
    name, _at, modifier = tag.strip().replace("_", "-").partition("@")
    try:
        locale = icu.Locale(icu.Locale.forLanguageTag(name.partition(".")[0]).getName())
        locale.addLikelySubtags()
    except icu.ICUError:
        return "", ""
    return locale.getLanguage(), MODIFIERS.get(modifier.lower(), locale.getScript())


def same_language(tag: str, code: str) -> bool:
    """Whether a file's language is ours, written in the script of ours: Taiwan's Chinese is not zh-hans."""
    return language_and_script(tag) == language_and_script(code)
