"""Facts in the texts of the press room: marks such as ``{founded}``, in whose place the page says what records know."""

import re
from collections import Counter

from bs4 import BeautifulSoup
from django.db.models import Count, Max, Min, Q
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amf_site.cldr.formats import format_number, format_year
from amf_site.visibility.records import published

from .models.body import Body
from .models.event import Event
from .vocabulary import BodyKind, EventKind

#: The names of the facts.
FACTS = ("founded", "assemblies", "boards", "committees", "networks")
HELP = gettext_lazy(
    "Type no figures: the page says what the records know in the place of {founded} (the year of the first assembly), "
    "{assemblies}, {boards}, {committees} and {networks} (their numbers)."
)
#: Stands for a year that no record tells.
UNKNOWN = "–"
#: Everything that is, or looks like, a mark; also with the wide brackets of East Asian keyboards.
_MARK = re.compile(r"[{｛][^{}｛｝]*[}｝]|[{}｛｝]")
_KNOWN = re.compile(rf"\{{({'|'.join(FACTS)})\}}")


def refusal_of(html: str) -> str:
    """Return the message why a text is refused, or an empty string if all of its marks are known.

    Each piece of text between tags is read by itself, so a mark that is partly bold is unknown.
    """
    pieces = BeautifulSoup(html or "", "html.parser").find_all(string=True)
    wrong = [mark for piece in pieces for mark in _MARK.findall(piece) if not _KNOWN.fullmatch(mark)]
    if not wrong:
        return ""
    message = _("There is no such fact: %(marks)s. Possible are: %(facts)s, each without any formatting inside.")
    marks = {"marks": " ".join(dict.fromkeys(wrong)), "facts": " ".join(f"{{{name}}}" for name in FACTS)}
    return message % marks


def with_facts(html: str, code: str) -> str:
    """Return a text with the facts in the digits and the calendar of a language, in two queries."""
    if not _KNOWN.search(html or ""):
        return html or ""
    facts = facts_in(code)
    return _KNOWN.sub(lambda mark: escape(facts[mark[1]]), html)


def facts_in(code: str) -> dict[str, str]:
    """Return the facts by name.

    Of assemblies and boards, it is the highest number that counts: not every meeting of the past has a record.
    """
    kinds = {"assemblies": Q(kind=EventKind.ASSEMBLY), "boards": Q(kind=EventKind.BOARD)}
    numbers = {name: Max("number", filter=kind) for name, kind in kinds.items()}
    held = Event.objects.held().order_by().aggregate(first=Min("first_day", filter=kinds["assemblies"]), **numbers)
    rows = Body.objects.originals().filter(published()).order_by().values_list("kind").annotate(Count("pk"))
    bodies = Counter(dict(rows))
    counts = {
        **{name: held[name] or 0 for name in numbers},
        "committees": bodies[BodyKind.COMMITTEE],
        "networks": bodies[BodyKind.NETWORK],
    }
    said = {name: format_number(count, code) for name, count in counts.items()}
    return {"founded": format_year(held["first"].year, code) if held["first"] else UNKNOWN, **said}
