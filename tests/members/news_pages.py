"""News articles, built as tests need them."""

import uuid
from typing import Any

from members.models import NewsIndexPage, NewsPage, NewsSource

from .forum_pages import index_page, locale_of


def news_index(code: str = "en") -> NewsIndexPage:
    index = index_page(NewsIndexPage, "news", code)
    if not index.live or index.last_published_at is None:
        index.save_revision().publish()
    return index


def news_draft(slug: str = "trial", code: str = "en", **values: Any) -> NewsPage:
    """Add an article as a draft, a translation of those with the same slug in other languages."""
    other = NewsPage.objects.filter(slug=slug).exclude(locale=locale_of(code)).first()
    key = other.translation_key if other else uuid.uuid4()
    many = {name: values.pop(name) for name in ("cities", "themes") if name in values}
    sources = values.pop("sources", [])
    values = {"title": f"{slug} in {code}", "date": "2020-05-17", "body": [("text", "<p>Words.</p>")], **values}
    page = NewsPage(slug=slug, locale=locale_of(code), translation_key=key, live=False, **values)
    for name, chosen in many.items():
        setattr(page, name, chosen)
    page.sources = [NewsSource(locale=page.locale, **source) for source in sources]
    news_index(code).add_child(instance=page)
    return page


def news_page(slug: str = "trial", code: str = "en", **values: Any) -> NewsPage:
    """Publish an article."""
    page = news_draft(slug, code, **values)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)
