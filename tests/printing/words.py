"""The texts of test documents in every language, in the form that the templates need: see ``documents/*.toml``."""

import io
import tomllib
from functools import cache
from pathlib import Path

from PIL import Image

from amf_site.languages import LANGUAGES

HERE = Path(__file__).parent
PICTURE = HERE.parents[1] / "amf_site/demo/images/tabriz-municipality.webp"
CODES = [language.code for language in LANGUAGES]
#: The native name of a city in a second script: Latin for right-to-left languages, Persian for the others.
NATIVE = {"rtl": ("Tabriz", "en", "ltr"), "ltr": ("تبریز", "fa", "rtl")}


def plan_words(code: str) -> dict:
    """Return the texts of a strategic plan."""
    words = tomllib.loads((HERE / "documents" / f"{code}.toml").read_text(encoding="utf-8"))
    del words["city"]
    return words | {"published_on": "2025-11-28", "address": f"https://forum.example/{code}/strategic-plan/"}


def city_words(code: str) -> dict:
    """Return the texts of a city with an image, two facts and three landmarks."""
    words = tomllib.loads((HERE / "documents" / f"{code}.toml").read_text(encoding="utf-8"))
    city, goals = words["city"], words["goals"]
    direction = next(language.direction for language in LANGUAGES if language.code == code)
    name, lang, native_direction = NATIVE[direction]
    fact = dict(zip(("label", "value", "note"), city["fact"], strict=True))
    landmark = dict(zip(("name", "text"), city["landmark"], strict=True))
    native = {"native_name": "پل قاری", "native_lang": "fa", "native_dir": "rtl"}
    return {
        "title": city["title"],
        "native_name": name,
        "native_lang": lang,
        "native_dir": native_direction,
        "country": city["country"],
        "forum": words["forum"],
        "summary": city["summary"],
        "story": [*city["story"], words["vision"][1]],
        "picture": {"name": "picture.jpg", "alt": city["summary"]},
        "facts": [fact, {"label": goals[3]["title"], "value": "12", "note": ""}],
        "landmarks": [landmark | native, landmark | native, {"name": goals[4]["title"], "text": goals[4]["text"]}],
        "partnerships": [goals[1]["title"], goals[2]["text"]],
        "projects": [goals[0]["text"]],
        "labels": {name: words["labels"][name] for name in ("facts", "landmarks", "partnerships", "projects")},
        "date": words["date"],
        "published_on": "2025-11-28",
        "address": f"https://forum.example/{code}/members/tabriz/",
    }


@cache
def picture() -> bytes:
    """Return a JPEG as the caller would pass it."""
    out = io.BytesIO()
    with Image.open(PICTURE) as original:
        small = original.convert("RGB")
        small.thumbnail((1600, 1600))
        small.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()
