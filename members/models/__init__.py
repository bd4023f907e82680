"""Member cities: facts in ``city``, words in ``profile`` and ``landmark``, what cities do together in ``partnership``,
what each has done in ``project``, the lists of all of it in ``directory``, and the files in ``open_data``."""

from .categories import ForumTitle, MembershipCategory, Theme
from .city import City, CityFigure, HeldTitle, HostedAssembly
from .directory import MemberDirectoryPage, PartnershipListPage, ProjectListPage
from .landmark import Landmark
from .open_data import OpenDataPage
from .partnership import Partnership
from .profile import CityPage
from .project import ProjectDocument, ProjectPage, ProjectResult

__all__ = [
    "City",
    "CityFigure",
    "CityPage",
    "ForumTitle",
    "HeldTitle",
    "HostedAssembly",
    "Landmark",
    "MemberDirectoryPage",
    "MembershipCategory",
    "OpenDataPage",
    "Partnership",
    "PartnershipListPage",
    "ProjectDocument",
    "ProjectListPage",
    "ProjectPage",
    "ProjectResult",
    "Theme",
]
