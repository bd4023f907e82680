"""Blocks as an editor sees them in the chooser, as readers see them, and as translators get them."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from amf_site.demo.builders import page_of
from pages.blocks import BodyBlock
from pages.blocks.links import CallToActionBlock
from pages.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_the_preview_in_the_chooser_shows_the_block(name):
    block = BodyBlock().child_blocks[name]
    html = block.render(block.get_preview_value(), context={"request": RequestFactory().get("/en/")})
    assert "<" in html
    assert "{{" not in html


def test_a_call_to_action_leads_to_exactly_one_place():
    block = CallToActionBlock()
    words = {"title": "Read", "text": "", "label": "Plan"}
    for targets in ({"page": None, "url": ""}, {"page": page_of("about").pk, "url": "https://example.org/"}):
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python(words | targets))
    assert block.clean(block.to_python(words | {"page": page_of("about").pk, "url": ""}))


@pytest.fixture
def table_page() -> StandardPage:
    body = [
        {
            "type": "table",
            "id": "11111111-1111-4111-8111-111111111111",
            "value": {
                "caption": "Assemblies",
                "columns": [{"type": "text", "heading": "City"}, {"type": "rich_text", "heading": "Note"}],
                "rows": [{"values": ["Tehran", "<p>The <b>first</b> one</p>"]}],
            },
        }
    ]
    page = page_of("who-we-are").add_child(instance=StandardPage(title="Tables", slug="tables", body=body))
    page.save_revision().publish()
    return page


def test_every_cell_of_a_table_is_translated(table_page, client):
    """wagtail-localize 1.14 passes over typed tables (its issue 302); ours names its own segments."""
    persian = Locale.objects.get(language_code="fa")
    source, _ = TranslationSource.get_or_create_from_instance(table_page)
    segments = {segment.context.path.split(".", 2)[-1]: segment for segment in source.stringsegment_set.all()}
    assert {"caption", "h0", "h1", "r0c0", "r0c1"} <= set(segments)
    words = {
        "caption": "مجامع",
        "h0": "شهر",
        "h1": "یادداشت",
        "r0c0": "تهران",
        "r0c1": "<b>نخستین</b> مجمع",
        "title": "جدول",
    }
    translated = Translation.objects.create(source=source, target_locale=persian)
    for path, segment in segments.items():
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=persian, data=words[path]
        )
    translated.save_target(publish=False)
    copy = table_page.get_translation(persian).specific
    copy.get_latest_revision().publish()
    html = client.get("/fa/who-we-are/tables/").content.decode()
    for word in ("مجامع", "شهر", "یادداشت", "تهران", "<b>نخستین</b>"):
        assert word in html
    assert "Tehran" not in html.split("<main", 1)[1]


def test_the_bare_package_still_passes_over_tables():
    """Fails once wagtail-localize does it itself: then ``TableBlock`` needs no methods of its own."""
    from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

    assert not hasattr(TypedTableBlock, "get_translatable_segments")


def test_links_in_text_lead_to_the_reader_s_language(client):
    assert 'href="/fa/who-we-are/about/"' in client.get("/fa/who-we-are/governance/").content.decode()


def test_a_link_to_a_page_that_the_language_lacks_is_only_words(client):
    page_of("about").get_translation(Locale.objects.get(language_code="fa")).unpublish()
    html = client.get("/fa/who-we-are/governance/").content.decode()
    assert "/who-we-are/about/" not in html.split("<main", 1)[1].split("</main>", 1)[0]


def test_what_an_editor_types_is_printed_as_text(client):
    about = page_of("about").specific
    about.summary = "<script>alert(1)</script>"
    about.save_revision().publish()
    html = client.get("/en/who-we-are/about/").content.decode()
    assert "<script>alert" not in html
    with translation.override("en"):
        assert "&lt;script&gt;" in html
