"""Models of member cities: facts in ``city``, translated texts in ``profile`` and ``landmark``, cooperation in
``partnership``, projects in ``project``, the list pages in ``directory`` and the data files in ``open_data``."""

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
