"""Models of member cities: facts in ``city`` and ``title``, translated texts in ``profile`` and ``landmark``,
cooperation in ``partnership``, projects in ``project``, the list pages in ``directory``, data files in ``open_data``.

Models of the Forum's work: ``event``, ``body``, ``office`` and ``document``; ``members.vocabulary`` has their kinds.
"""

from .body import Body
from .categories import ForumTitle, MembershipCategory, Theme
from .city import City, CityFigure
from .directory import MemberDirectoryPage, PartnershipListPage, ProjectListPage
from .document import PublishedDocument, PublishedFile
from .event import Event
from .landmark import Landmark
from .office import Office
from .open_data import OpenDataPage
from .partnership import Partnership
from .profile import CityPage
from .project import ProjectDocument, ProjectPage, ProjectResult
from .title import HeldTitle

__all__ = [
    "Body",
    "City",
    "CityFigure",
    "CityPage",
    "Event",
    "ForumTitle",
    "HeldTitle",
    "Landmark",
    "MemberDirectoryPage",
    "MembershipCategory",
    "Office",
    "OpenDataPage",
    "Partnership",
    "PartnershipListPage",
    "ProjectDocument",
    "ProjectListPage",
    "ProjectPage",
    "ProjectResult",
    "PublishedDocument",
    "PublishedFile",
    "Theme",
]
