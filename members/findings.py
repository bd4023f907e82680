"""What the report of member cities and of the Forum's records consists of."""

from dataclasses import dataclass

#: Maximum number of entries in each list of the report; the total is shown as well.
LONGEST = 200


@dataclass(frozen=True)
class Entry:
    """A row of the report."""

    name: str
    detail: str
    edit_url: str | None


@dataclass(frozen=True)
class Finding:
    """A section of the report: all items with one kind of problem."""

    heading: str
    count: int
    entries: list[Entry]
