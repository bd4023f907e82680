"""Where pages are found by readers."""

from django.conf import settings
from wagtail.models import Page


def page_path(page: Page, code: str) -> str:
    """The path of a page of a language.

    Pages of a language are below its home, the second level of the tree, and slugs are shared by all languages; so
    the path follows from the page alone, without asking the database for sites and their roots.
    """
    parts = page.url_path.strip("/").split("/")[1:]
    return "/".join(["", code, *parts, ""])


def page_address(page: Page) -> str:
    """Where readers find a page."""
    return absolute(page_path(page, page.locale.language_code))


def absolute(path: str) -> str:
    """The public address of a path of this site, whatever host the request came by."""
    return path if path.startswith("http") else settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
