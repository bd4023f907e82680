"""Pages in which every sentence states its number, its version and its language.

The second version of the seventh sentence is "Tale 7.2 …" in English and "ja~1~Tale 7.2 …" in Japanese, where the first
number counts the translations of it. So published text can be compared with what is expected.
"""

import json
import random
import re
import string
from collections.abc import Iterable
from html import unescape
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from amf_site.addresses import page_path
from amf_site.media.models import SiteImage
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from pages.models import StandardPage
from tests.admin.forms import form_to_publish, posted

from .desk import new_page, segments_of

NUMBERED = re.compile(r"(?:([a-z]{2}(?:-[a-z]+)?)~(\d+)~)?Tale (\d+)\.(\d+)")


class Tale(NamedTuple):
    """A sentence on a published page."""

    code: str
    number: int
    version: int = 1
    wording: int = 1


def tale(number: int, version: int = 1) -> str:
    """Return a sentence of the source. Versions of a sentence are similar, different sentences are not."""
    letters = random.Random(number).choices(string.ascii_lowercase, k=36)
    return f"Tale {number}.{version} {''.join(letters)}"


def in_language(code: str, text: str, wording: int = 1) -> str:
    return f"{code}~{wording}~{text}"


def tales_in(html: str) -> list[Tale]:
    return [
        Tale(code or "en", int(number), int(version), int(wording or 1))
        for code, wording, number, version in NUMBERED.findall(html)
    ]


def key_of(text: str) -> str:
    """Return the key of a paragraph, which is the same in all its versions."""
    found = re.search(r"Tale\s+(\d+)", text)
    return (found[1] if found else "").zfill(5)


def paragraphs(*texts: str) -> str:
    return "".join(f'<p data-block-key="{key_of(text)}">{text}</p>' for text in texts)


def item_id(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def block(number: int, kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": item_id(number), "value": value}


def text_block(number: int, *texts: str) -> dict[str, Any]:
    return block(number, "text", paragraphs(*texts))


def picture_block(number: int, picture: Any, alt: str, caption: str = "") -> dict[str, Any]:
    image = {"image": picture.pk, "alt_text": alt, "decorative": False}
    return block(number, "picture", {"image": image, "caption": caption})


def cards_block(number: int, title: str, *cards: tuple[int, str, str]) -> dict[str, Any]:
    """Return a block of cards, each with its own number, a title and a text."""
    items = [
        {"type": "item", "id": item_id(card), "value": {"title": heading, "text": text, "page": None}}
        for card, heading, text in cards
    ]
    return block(number, "cards", {"title": title, "cards": items})


def table_block(number: int, caption: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> dict[str, Any]:
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return block(
        number, "table", {"columns": columns, "rows": [{"values": list(row)} for row in rows], "caption": caption}
    )


def list_block(number: int, *items: tuple[str, int], kind: str = "ul") -> dict[str, Any]:
    """Return a list with items of depth 0 or 1, as Wagtail's rich text editor stores it."""
    html, inner = "", ""
    for text, depth in [*items, ("", 0)]:
        item = f'<li data-block-key="{key_of(text)}">{text}</li>' if text else ""
        if depth:
            inner += item
            continue
        if inner:
            html = f"{html.removesuffix('</li>')}<{kind}>{inner}</{kind}></li>"
        html, inner = html + item, ""
    return block(number, "text", f"<{kind}>{html}</{kind}>")


def pictures() -> list[SiteImage]:
    return list(SiteImage.objects.order_by("pk")[:4])


def page_with(*blocks: dict[str, Any], live: bool = True, **fields: Any) -> StandardPage:
    """Create a page in English; its title is the 1000th tale, its summary the 1001st."""
    page = new_page(live=False, **{"title": tale(1000), "summary": tale(1001), **fields})
    page.body = json.dumps(blocks)
    revision = page.save_revision()
    if live:
        revision.publish()
    return StandardPage.objects.get(pk=page.pk)


def translate(translation: Translation, wording: int = 1) -> None:
    code = translation.target_locale.language_code
    for segment in segments_of(translation):
        save_words(translation, segment, in_language(code, segment.string.data, wording), None)


def give_to(page: Page, *codes: str, live: bool = True) -> list[Translation]:
    """Create complete translations of a page, live or as drafts."""
    found = []
    for code in codes:
        translation = submit(page, Locale.objects.get(language_code=code), None)
        translate(translation)
        if live:
            publish(translation, None)
        found.append(translation)
    return found


def version_in(page: Page, code: str) -> Any:
    """Load the page in a language from the database."""
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code=code)


def form_of(page: Page, body: Iterable[dict[str, Any]] | None = None, **fields: Any) -> dict[str, str]:
    """Return the form data of the newest draft, with only these fields changed."""
    newest: Any = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    stream = newest.body if body is None else newest._meta.get_field("body").to_python(json.dumps(list(body)))
    says = {name: getattr(newest, name) for name in ("title", "slug", "summary", "seo_title", "search_description")}
    says |= {"picture": newest.picture_id, "picture_alt": newest.picture_alt, "show_in_menus": newest.show_in_menus}
    says |= {"go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, **fields}
    filled = {name: str(getattr(value, "pk", value)) for name, value in says.items() if value not in (None, False)}
    return filled | dict(posted(newest._meta.get_field("body").stream_block, stream, "body"))


def send(editor: Client, page: Page, body: Iterable[dict] | None = None, live: bool = True, **fields: Any) -> None:
    """Submit the editor's form, to publish the page or save a draft."""
    form = form_of(page, body, **fields) | ({"action-publish": "1"} if live else {})
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 302, problems_of(answer)


def edit(editor: Client, record: Any, **fields: Any) -> None:
    """Change some fields of a record in its form and publish it."""
    address = reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])
    form = form_to_publish(address, editor.get(address).content.decode())
    form |= {name: [str(getattr(value, "pk", value))] for name, value in fields.items()}
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = editor.post(address, form)
    assert answer.status_code == 302, answer.context["form"].errors


def problems_of(answer: HttpResponse) -> Any:
    form = answer.context and answer.context.get("form")
    return (answer.status_code, form.errors.as_data() if form else answer.content[:2000])


def restrict(editor: Client, page: Page, kind: str) -> None:
    """Set the privacy of a page; ``kind`` is ``none`` or ``login``."""
    form = {"restriction_type": kind, "password": ""}
    answer = editor.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), form)
    assert answer.json()["step"] == "set_privacy_done", answer.context["form"].errors


def shown(client: Client, page: Page, code: str) -> str:
    """Return the published page in a language, without header and footer."""
    answer = client.get(page_path(version_in(page, code), code))
    assert answer.status_code == 200, (code, answer.status_code)
    html = answer.content.decode()
    foreign = [found for found in tales_in(html) if found.code != code]
    assert foreign == [], f"the page in {code} has words of others"
    return html[html.index("<main") : html.index("</main>")]


def file_of(image: Any) -> str:
    """Return the prefix of the file names of an image's renditions."""
    return image.file.name.rpartition("/")[2].partition(".")[0]


def board_says(editor: Client, page: Page) -> set[str]:
    """Return the labels of the board for a page."""
    return board_says_of(editor, Page.objects.get(pk=page.pk).title)


def board_says_of(editor: Client, title: str) -> set[str]:
    board = unescape(editor.get("/admin/translations/", {"q": title}).content.decode())
    found = re.findall(rf">{re.escape(title)}, [^:<]+: ([^<]+)<", board)
    return set(found) - {"Missing"}


def read(client: Client, page: Page, code: str) -> list[Tale]:
    """Return the tales on the published page in a language, in order, without title and summary."""
    return [found for found in tales_in(shown(client, page, code)) if found.number < 1000]
