"""All checks, in the order in which they run: the page tree is repaired before its content."""

from ..check import Check
from .jobs import StalledJobs
from .pages import AliasesAcrossLanguages, EscapedTitles, MisplacedPages, UnreachablePages
from .references import LostReferences
from .sources import LostSources, MissingTargets, OldCopies, SecondSources
from .tree import OrphanedPages, WrongAddresses, WrongNumbers
from .words import DanglingOverrides, UnusedStrings, WordsOfTheSource

CHECKS: tuple[Check, ...] = (
    WrongNumbers(),
    OrphanedPages(),
    WrongAddresses(),
    MisplacedPages(),
    AliasesAcrossLanguages(),
    SecondSources(),
    LostSources(),
    MissingTargets(),
    OldCopies(),
    DanglingOverrides(),
    LostReferences(),
    EscapedTitles(),
    WordsOfTheSource(),
    StalledJobs(),
    UnreachablePages(),
    UnusedStrings(),
)
