"""JSON-LD structured data for search engines, with ASCII digits, ISO dates and absolute URLs."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.models import Page

if TYPE_CHECKING:
    from .frame import PageContext


def organization_id() -> str:
    """Return the identifier of the ``Organization`` that publishes the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/#organization"


def organization(frame: "PageContext") -> dict[str, Any]:
    """Return the ``Organization`` that publishes the site."""
    data: dict[str, Any] = {
        "@id": organization_id(),
        "name": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/",
        **settings.ORGANIZATION,
    }
    record = frame.navigation.record
    if record:
        known = {"email": record.email, "telephone": record.telephone}
        data |= {name: value for name, value in known.items() if value}
    social = [link.url for link in frame.navigation.social]
    if social:
        data["sameAs"] = social
    return data


def breadcrumb_list(frame: "PageContext", page: Page, canonical: str) -> dict[str, Any]:
    """Return the ``BreadcrumbList`` of the page, which is its last item."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    steps = [(link.label, base + link.url) for link in frame.breadcrumbs] + [(page.title, canonical)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, start=1)
        ],
    }


def graph_of(frame: "PageContext", page: Any, canonical: str, image_url: str) -> dict[str, Any]:
    """Return the JSON-LD graph of a page. A page type can add items with a method ``structured_data(canonical)``."""
    entry: dict[str, Any] = {
        "@type": page.schema_type,
        "@id": canonical,
        "url": canonical,
        "name": page.title,
        "inLanguage": frame.code,
        "isPartOf": {
            "@type": "WebSite",
            "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/",
            "name": settings.WAGTAIL_SITE_NAME,
        },
        "publisher": {"@id": organization_id()},
        "primaryImageOfPage": image_url,
    }
    if page.description:
        entry["description"] = page.description
    if page.first_published_at:
        entry["datePublished"] = page.first_published_at.date().isoformat()
    if page.last_published_at:
        entry["dateModified"] = page.last_published_at.date().isoformat()
    if "Article" in page.schema_type:
        published, modified = page.article_times
        entry |= {"headline": page.title, "image": image_url, "mainEntityOfPage": canonical}
        times = {"datePublished": published, "dateModified": modified}
        entry |= {name: moment for name, moment in times.items() if moment}
    graph = [entry, organization(frame)]
    if frame.breadcrumbs:
        graph.append(breadcrumb_list(frame, page, canonical))
    if hasattr(page, "structured_data"):
        graph.extend(page.structured_data(canonical))
    return {"@context": "https://schema.org", "@graph": graph}
