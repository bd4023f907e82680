"""Member cities: facts in ``city``, words in ``profile`` and ``landmark``, the list of them in ``directory``."""

from .city import City, CityFigure
from .directory import MemberDirectoryPage
from .landmark import Landmark
from .profile import CityPage

__all__ = ["City", "CityFigure", "CityPage", "Landmark", "MemberDirectoryPage"]
