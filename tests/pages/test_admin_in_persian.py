"""The admin of an editor who chose Persian: on the pages that editors meet, no English but names and abbreviations."""

import re
from html.parser import HTMLParser
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page, Task, Workflow
from wagtail_localize.models import StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME
from members.models import City

pytestmark = [
    pytest.mark.django_db,
    # The report of wagtail-localize is not ordered, which Django's paginator warns of.
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]

#: What a Persian reader expects in Latin letters: abbreviations, formats, makers, and ``a`` to ``z`` of an address.
EXPECTED = {
    "AVIF",
    "Alt",
    "CSV",
    "Ctrl",
    "HEIC",
    "HEIF",
    "JFIF",
    "JPEG",
    "JPG",
    "KB",
    "MB",
    "PDF",
    "PNG",
    "PO",
    "Poedit",
    "WEBP",
    "UTF-8",
    "XLIFF",
    "XLSX",
    "Wagtail",
    "JavaScript",
    "a",
    "forms",
    "note",
    "term",
    "translation",
    "z",
    "zip",
}
#: Single words that stand in Wagtail's templates and code untranslated: read aloud only, or in place of an empty value.
LEFT_BY_WAGTAIL = {"Actions", "Search", "None", "translations"}
#: Names that CLDR does not have in Persian.
LEFT_BY_CLDR = {"Sark"}
ZONES = available_timezones()
LATIN = re.compile(r"(?<!\w)[A-Za-zİ][\w'’.+/-]*")
#: Addresses, files, the code names of page types and of time zones.
CODES = re.compile(r"https?://\S+|\S+\.(webp|pdf)|(pages|members|strategy)\.\w+|[A-Z][A-Za-z]+/[\w/+-]+")
#: Attributes that are read aloud or shown on hovering.
SPOKEN = ("aria-label", "title", "placeholder", "alt")


class Words(HTMLParser):
    """What somebody sees or hears of a page. What is in fields to be edited is content, and so is what says that it is
    in another language."""

    silent = {"kbd", "script", "style", "textarea"}
    void = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        foreign = values.get("lang") not in (None, "fa") and tag not in self.void
        if tag in self.silent or foreign or tag in self.inside:
            self.inside.append(tag)
        if self.inside:
            return
        self.found += [values[name] for name in SPOKEN if values.get(name)]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.found.append(values.get("value") or "")

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.found.append(" ".join(data.split()))


@pytest.fixture
def names() -> list[str]:
    """What records and languages are called, in English as well: the longest first, as one may stand in another."""
    ours = [
        model for app in ("pages", "members", "strategy", "media") for model in apps.get_app_config(app).get_models()
    ]
    found = {str(record) for model in [*ours, Page, Workflow, Task] for record in model._default_manager.all()}
    found |= {city.native_name for city in City.objects.all()}
    found |= set(StringTranslation.objects.values_list("tool_name", flat=True)) - {""}
    found |= {own_name for _, own_name in settings.LANGUAGES} | {NAME, settings.WAGTAIL_SITE_NAME}
    found |= {name for user in get_user_model().objects.all() for name in (user.get_full_name(), user.username) if name}
    return sorted(found, key=len, reverse=True)


def english(html: str, names: list[str]) -> set[str]:
    """The words of a page that are written in Latin letters and are not expected to be."""
    return not_persian(Words(html).found, names)


def not_persian(found: list[str], names: list[str]) -> set[str]:
    left = set()
    allowed = EXPECTED | LEFT_BY_WAGTAIL | LEFT_BY_CLDR | ZONES
    for words in found:
        rest = CODES.sub(" ", words)
        if LATIN.search(rest):
            for name in names:
                rest = rest.replace(name, " ")
        if {word.rstrip(".") for word in LATIN.findall(rest)} - allowed:
            left.add(words)
    return left


def addresses() -> dict[str, str]:
    """The pages of the admin that the work of an editor leads to."""
    about = page_of("about")
    persian = about.get_translation(Locale.objects.get(language_code="fa"))
    translation = Translation.objects.get(source__object_id=about.translation_key, target_locale__language_code="fa")
    picture = apps.get_model(settings.WAGTAILIMAGES_IMAGE_MODEL).objects.first()
    return {
        "dashboard": "",
        "explorer": f"pages/{about.get_parent().pk}/",
        "page": f"pages/{about.pk}/edit/",
        "translation editor": f"pages/{persian.pk}/edit/",
        "new page": f"pages/add/pages/standardpage/{about.get_parent().pk}/",
        "page types": f"pages/{page_of('home').pk}/add_subpage/",
        "history": f"pages/{about.pk}/history/",
        "usage": f"pages/{about.pk}/usage/",
        "workflow": f"pages/{about.pk}/workflow_history/",
        **{word: f"pages/{about.pk}/{word}/" for word in ("copy", "move", "delete", "unpublish")},
        "search": "pages/search/?q=Tabriz",
        "images": "images/",
        "image": f"images/{picture.pk}/",
        "new images": "images/multiple/add/",
        "documents": "documents/",
        "new documents": "documents/multiple/add/",
        "cities": "snippets/members/city/",
        "city": f"snippets/members/city/edit/{City.objects.first().pk}/",
        "editions": "snippets/strategy/planedition/",
        "navigation": "snippets/pages/sitenavigation/",
        "sources": "snippets/pages/source/",
        "submit": f"localize/submit/page/{about.pk}/",
        "desk": f"translations/{translation.pk}/",
        **{f"desk: {word}": f"translations/{word}" for word in DESK},
        **{f"report: {word}": f"reports/{word}/" for word in REPORTS},
        "account": "account/",
    }


DESK = ("", "export/", "import/", "glossary/", "consistency/", "jobs/")
REPORTS = ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages", "page-types-usage")


def test_an_editor_reads_persian(persian_editor, names):
    found = {}
    for place, address in addresses().items():
        shown = persian_editor.get(f"/admin/{address}", follow=True)
        assert shown.status_code == 200, place
        html = shown.content.decode()
        assert '<html lang="fa" dir="rtl"' in html, place
        if words := english(html, names):
            found[place] = words
    assert found == {}, found
