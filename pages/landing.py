"""Parts of the landing page that other apps fill, such as the latest news.

An app registers a function under the hook ``landing_sections`` that takes the language of the page and returns
``LandingSection`` objects, in their order. Apps import this module, not the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail import hooks
from wagtail.models import Locale

from amf_site.media.models import SiteImage


@dataclass(frozen=True)
class LandingSection:
    """A part of the landing page. Its template gets ``section``; ``head`` is a template for the ``<head>``, if any."""

    template: str
    values: dict[str, Any]
    #: Images whose renditions are fetched together with those of the page.
    pictures: Sequence[SiteImage | None] = ()
    head: str = ""


def landing_sections(locale: Locale) -> list[LandingSection]:
    return [section for registered in hooks.get_hooks("landing_sections") for section in registered(locale)]
