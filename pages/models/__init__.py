"""The general page types, one module per subject. Import them from this package."""

from .base import BasePage
from .contact import ContactPage
from .home import HomePage
from .navigation import SiteNavigation
from .section import SectionPage
from .source import Citation, Source, cite, with_citations
from .standard import StandardPage

__all__ = [
    "BasePage",
    "Citation",
    "ContactPage",
    "HomePage",
    "SectionPage",
    "SiteNavigation",
    "Source",
    "StandardPage",
    "cite",
    "with_citations",
]
