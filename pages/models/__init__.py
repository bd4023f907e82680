"""The general pages, one module a subject. Import them from here; the split makes no migration."""

from .base import BasePage
from .home import HomePage
from .navigation import SiteNavigation
from .section import SectionPage
from .source import Source, with_source_names
from .standard import StandardPage

__all__ = [
    "BasePage",
    "HomePage",
    "SectionPage",
    "SiteNavigation",
    "Source",
    "StandardPage",
    "with_source_names",
]
