"""The strategic plan.

``plan`` is its page at the stable address; ``edition`` the facts and uploaded files of an edition, ``edition_page`` its
words in a language, made of the rows of ``direction``; ``indicator`` measures goals, ``downloads`` counts.
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
