"""The Forum's content as files: words per language in ``content/<language>/``, facts once in ``facts/``.

English words are TOML, one file a page. The words of every other language are one PO file, ``content/<language>.po``,
which is imported through wagtail-localize as an agency's file would be.
"""

import csv
import tomllib
import uuid
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polib

HERE = Path(__file__).parent
#: Root of every identity that the loader gives, so that a second load finds what the first one made, and a PO file
#: made on one machine fits the pages of another.
NAMESPACE = uuid.UUID("6f1f6a0e-6d0c-5d0b-9d57-2f8f3c1f7a10")

CITIES = (
    *("tabriz", "isfahan", "tehran", "mashhad", "shiraz", "kermanshah", "yazd", "qazvin", "zahedan", "urmia", "semnan"),
    *("istanbul", "ankara", "gaziantep", "antalya", "bangkok", "haikou", "dushanbe", "karbala", "baghdad"),
    *("bishkek", "kazan"),
)
PROJECTS = (
    "tabriz-bazaar-rehabilitation",
    "tehran-tabiat-bridge",
    "istanbul-seismic-safety",
    "bangkok-traffy-fondue",
    "haikou-meishe-river",
    "kazan-kaban-embankments",
)
#: Pages in the order in which they are built: parents first, and pages that others point at before those.
PAGES = (
    "home",
    "who-we-are",
    "about",
    "governance",
    "strategic-plan",
    "plan-2026",
    "members",
    *CITIES,
    *PROJECTS,
    "partnerships",
    "projects",
    "open-data",
    "language-policy",
    "accessibility",
    "privacy",
)
NAVIGATION = "navigation"


def identity(*parts: str) -> uuid.UUID:
    """The same UUID for the same thing on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


@cache
def words(name: str) -> dict[str, Any]:
    """The English words of a page or of the navigation."""
    return tomllib.loads((HERE / "content" / "en" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def facts(subject: str) -> dict[str, Any]:
    """What is the same in every language about cities, landmarks, categories, partnerships or projects."""
    text = (HERE / "facts" / f"{subject}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def catalogue_path(language: str) -> Path:
    return HERE / "content" / f"{language}.po"


def catalogue(language: str) -> dict[tuple[str, str], str]:
    """Translations of a language by context (``<page>:<path of the segment>``) and English words."""
    entries = polib.pofile(str(catalogue_path(language)))
    return {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries if entry.translated()}


def glossary_path(language: str) -> Path:
    return HERE / "glossary" / f"{language}.csv"


def glossary(language: str) -> dict[str, list[str]]:
    """How the Forum's terms are said in a language: by English term the dictionary form, then others or their stems."""
    with glossary_path(language).open(encoding="utf-8", newline="") as file:
        return {
            row["term"]: [row["translation"], *filter(None, (row["forms"] or "").split("|"))]
            for row in csv.DictReader(file)
        }


def languages() -> list[str]:
    """Languages that have a catalogue."""
    return sorted(path.stem for path in (HERE / "content").glob("*.po"))


def picture_path(name: str) -> Path:
    """The file of an illustration."""
    return next(path for path in (HERE / "images").glob(f"{name}.*") if path.suffix in {".webp", ".png"})
