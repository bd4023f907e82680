"""The metadata in a page's ``<head>`` for search engines and link previews."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.templatetags.static import static

from amf_site.addresses import absolute

from .structured_data import graph_of

if TYPE_CHECKING:
    from .frame import PageContext

#: Rendition filter of the image in link previews.
SHARE_FILTER = "fill-1200x630|format-jpeg|jpegquality-76"


@dataclass(frozen=True)
class Alternate:
    """A translation of the page, for ``<link rel="alternate" hreflang>``."""

    hreflang: str
    url: str


@dataclass(frozen=True)
class PageHead:
    """Everything in ``<head>`` that depends on the page. URLs are absolute."""

    title: str
    description: str
    canonical: str = ""
    alternates: list[Alternate] = field(default_factory=list)
    image_url: str = ""
    image_alt: str = ""
    open_graph_locale: str = ""
    open_graph_alternates: list[str] = field(default_factory=list)
    structured_data: dict = field(default_factory=dict)
    #: When an article was published and last changed, in ISO 8601; empty for other pages.
    published: str = ""
    modified: str = ""


def head_of(frame: "PageContext") -> PageHead:
    """Return the metadata of the frame's page; empty for an error page."""
    page = frame.page
    if page is None:
        return PageHead(title="", description="")
    versions = [link for link in frame.languages if link.exists]
    alternates = [Alternate(link.language.code, absolute(link.url)) for link in versions]
    if len(alternates) > 1:
        default = next((link for link in alternates if link.hreflang == "en"), alternates[0])
        alternates.append(Alternate("x-default", default.url))
    else:
        alternates = []
    image_url, image_alt = share_image(page)
    canonical = absolute(frame.request.path_info)
    published, modified = getattr(page, "article_times", ("", ""))
    return PageHead(
        title=page.head_title,
        description=page.description,
        canonical=canonical,
        alternates=alternates,
        image_url=image_url,
        image_alt=image_alt,
        open_graph_locale=frame.language.open_graph,
        open_graph_alternates=[link.language.open_graph for link in versions if not link.is_current],
        structured_data=graph_of(frame, page, canonical, image_url),
        published=published,
        modified=modified,
    )


def share_image(page) -> tuple[str, str]:
    """Return the absolute URL and alt text of the page's preview image: its own, or else the Forum's."""
    picture = getattr(page, "picture", None)
    rendition = picture.get_rendition(SHARE_FILTER) if picture else None
    if rendition is None or rendition.is_placeholder:
        return absolute(static("img/share.png")), ""
    return absolute(rendition.url), page.picture_alt
