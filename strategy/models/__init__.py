"""The strategic plan: what it says in ``direction`` and ``plan``, its files in ``edition``."""

from .direction import Goal, MissionAim, MissionGround, Value
from .edition import PlanEdition, PlanFile
from .plan import StrategicPlanPage

__all__ = ["Goal", "MissionAim", "MissionGround", "PlanEdition", "PlanFile", "StrategicPlanPage", "Value"]
