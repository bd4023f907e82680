"""Public URLs of pages."""

from django.conf import settings
from wagtail.models import Page


def page_path(page: Page, code: str) -> str:
    """Return the URL path of a page in language ``code``.

    The home page of each language is at the second level of the tree, and slugs are shared by all languages. So the
    path follows from ``url_path`` alone, without queries for sites and their root pages.
    """
    return path_of(page.url_path, code)


def path_of(url_path: str, code: str) -> str:
    """Return the URL path of the page with this ``url_path`` in language ``code``."""
    parts = url_path.strip("/").split("/")[1:]
    return "/".join(["", code, *parts, ""])


def page_address(page: Page) -> str:
    """Return the public URL of a page."""
    return absolute(page_path(page, page.locale.language_code))


def absolute(path: str) -> str:
    """Return the public URL for a path of this site, regardless of the host of the current request."""
    return path if path.startswith("http") else settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
