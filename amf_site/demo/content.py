"""Read the Forum's content files: texts in ``content/``, language-independent facts in ``facts/``.

English texts are TOML files, one per page, in ``content/en/``. Pages of records and articles have a folder for each
type; there the name of a file is the key of the record or article, for example ``events/general-assembly-2008.toml``.
Every other language has one PO file, ``content/<language>.po``, with the translations of all segments.
"""

import csv
import tomllib
import uuid
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polib

HERE = Path(__file__).parent
#: Namespace of all UUIDs that the loader assigns, so that a second load finds the objects of the first, and a PO file
#: from one installation matches the pages of another.
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
#: Folders of ``content/en`` with one file for each page.
BODIES, NEWS, EVENTS, DOCUMENTS = "bodies", "news", "events", "documents"
NAVIGATION = "navigation"


def identity(*parts: str) -> uuid.UUID:
    """Return a UUID that depends on the parts only, so it is the same in every installation."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


@cache
def words(name: str) -> dict[str, Any]:
    """Return the English content file of a page or of the navigation."""
    return tomllib.loads((HERE / "content" / "en" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def facts(subject: str) -> dict[str, Any]:
    """Return the language-independent facts of a file in ``facts/``, for example about cities or events."""
    text = (HERE / "facts" / f"{subject}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def in_folder(folder: str, keys: Iterable[str]) -> list[str]:
    """Return the names of the pages of a folder that exist, in the order of the keys."""
    names = (f"{folder}/{key}" for key in keys)
    return [name for name in names if (HERE / "content" / "en" / f"{name}.toml").exists()]


#: Pages in the order in which they are built, and listed below their parents: parents and pages with incoming
#: references first.
PAGES = (
    "home",
    "who-we-are",
    "about",
    "governance",
    *in_folder(BODIES, (body["slug"] for body in facts("bodies")["bodies"])),
    "general-assemblies",
    "capitals",
    "strategic-plan",
    "plan-2026",
    "members",
    *CITIES,
    *PROJECTS,
    "partnerships",
    "projects",
    "open-data",
    "news",
    *in_folder(NEWS, facts("news")["news"]),
    "events",
    *in_folder(EVENTS, (event["key"] for event in facts("events")["events"])),
    "documents",
    *in_folder(DOCUMENTS, (document["key"] for document in facts("documents")["documents"])),
    "press",
    "join",
    "apply",
    "contact",
    "letters",
    "feeds",
    "language-policy",
    "accessibility",
    "privacy",
)


def catalogue_path(language: str) -> Path:
    return HERE / "content" / f"{language}.po"


def catalogue(language: str) -> dict[tuple[str, str], str]:
    """Return the translations of a language by context (``<page>:<path of the segment>``) and English text."""
    entries = polib.pofile(str(catalogue_path(language)))
    return {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries if entry.translated()}


def glossary_path(language: str) -> Path:
    return HERE / "glossary" / f"{language}.csv"


def glossary(language: str) -> dict[str, list[str]]:
    """Return the glossary of a language: for each English term its translation, then other forms or stems of it."""
    with glossary_path(language).open(encoding="utf-8", newline="") as file:
        return {
            row["term"]: [row["translation"], *filter(None, (row["forms"] or "").split("|"))]
            for row in csv.DictReader(file)
        }


def languages() -> list[str]:
    """Return the codes of the languages that have a PO file."""
    return sorted(path.stem for path in (HERE / "content").glob("*.po"))


def picture_path(name: str) -> Path:
    """Return the path of an image file."""
    return next(path for path in (HERE / "images").glob(f"{name}.*") if path.suffix in {".webp", ".png"})
