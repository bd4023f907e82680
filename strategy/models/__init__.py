"""Models of the strategic plan.

``plan`` is its page at the stable URL, ``edition`` holds the facts and uploaded files of an edition, ``edition_page``
its texts in one language, made of the rows in ``direction``. ``indicator`` measures goals, ``downloads`` counts.
"""

from .direction import Goal, MissionAim, MissionGround, Value
from .downloads import DownloadCount
from .edition import PlanEdition, PlanFile
from .edition_page import PlanEditionPage
from .indicator import Indicator
from .plan import StrategicPlanPage

__all__ = [
    "DownloadCount",
    "Goal",
    "Indicator",
    "MissionAim",
    "MissionGround",
    "PlanEdition",
    "PlanEditionPage",
    "PlanFile",
    "StrategicPlanPage",
    "Value",
]
