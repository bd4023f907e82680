"""Fixtures for the faults: a small page tree, a translation, a client."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.test import Client, TestCase
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from .models import BarePage

#: Is in every translated segment.
PERSIAN = "ترجمه"
_numbers = count(1)


def lay() -> None:
    """Create what Wagtail's migrations create, and a live English landing page."""
    Collection.add_root(name="Root")
    english = Locale.objects.create(language_code="en")
    Locale.objects.create(language_code="fa")
    root = Page.add_root(title="Root", slug="root", locale=english)
    home = root.add_child(instance=BarePage(title="Home in English", slug="home", locale=english))
    home.save_revision().publish()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    get_user_model().objects.create_superuser("editor", "e@example.org", "x")


def home() -> BarePage:
    return BarePage.objects.get(slug="home")


def persian() -> Locale:
    return Locale.objects.get(language_code="fa")


def editor() -> Any:
    return get_user_model().objects.get(username="editor")


def browser() -> Client:
    """Return a client of the editor, which raises the exceptions of views."""
    client = Client()
    client.force_login(editor())
    return client


def new_page(*texts: str, live: bool = True, parent: Page | None = None, **fields: Any) -> BarePage:
    number = next(_numbers)
    page = BarePage(
        **{"title": f"Page {number}", "slug": f"page-{number}", "summary": f"Summary {number}", **fields},
        locale=Locale.objects.get(language_code="en"),
        live=False,
    )
    page.body = body(*texts)
    (parent or home()).add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return BarePage.objects.get(pk=page.pk)


def body(*texts: str) -> list[dict]:
    return [
        {"type": "text", "id": f"00000000-0000-0000-0000-{place:012}", "value": text}
        for place, text in enumerate(texts)
    ]


def submitted(page: Any, locale: Locale | None = None) -> Translation:
    """Submit below a Persian landing page, like the form of wagtail-localize."""
    locale = locale or persian()
    if isinstance(page, Page) and page.depth > 2 and not home().has_translation(locale):
        submitted(home(), locale)
    with committed():
        translate_object(page, [locale])
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def say(translation: Translation, path: str, words: str) -> StringTranslation:
    segment = StringSegment.objects.filter(source=translation.source, context__path=path).first()
    return StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={"data": words},
    )[0]


def translate(translation: Translation) -> None:
    """Translate all segments as a user; the slug so that wagtail-localize accepts it."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        words = f"{PERSIAN} {segment.string.data}" if segment.context.path != "slug" else segment.string.data
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": words},
        )


def publish(translation: Translation) -> BarePage:
    with committed():
        translation.save_target(user=editor(), publish=True)
    return translation.get_target_instance()


def change(page: BarePage, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def picture() -> Image:
    file = BytesIO()
    Picture.new("RGB", (8, 8)).save(file, "PNG")
    file.seek(0)
    return Image.objects.create(title="A picture", file=ImageFile(file, name="a.png"))


@contextmanager
def committed() -> Iterator[None]:
    """Simulate the transaction of a request: on-commit callbacks run at its end."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
