"""Content that is not extracted, or extracted incorrectly."""

import warnings
from unittest import mock

from bs4 import MarkupResemblesLocatorWarning
from wagtail.documents.models import Document
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator, language_code
from wagtail_localize.strings import StringValue

from ..ground import home, new_page, persian, picture, submitted
from ..models import BarePage


def b16_tables__typed_tables_are_passed_over() -> bool:
    """The cells of a typed table cannot be translated (issues 302, 913)."""
    table = {"columns": [{"type": "text", "heading": "City"}], "rows": [{"values": ["Tehran"]}], "caption": ""}
    page = new_page()
    page.body = [{"type": "table", "id": "1", "value": table}]
    page.save_revision().publish()
    return not submitted(page).source.stringsegment_set.filter(string__data="Tehran").exists()


def b16_documents__files_linked_in_text_are_the_same_in_all_languages() -> bool:
    """A text that links to the English file cannot link to the Persian one (issue 85)."""
    file = Document.objects.create(title="Report", file="report.pdf")
    page = new_page(f'<p>Read <a linktype="document" id="{file.pk}">the report</a>.</p>')
    return not submitted(page).source.overridablesegment_set.filter(context__path__startswith="body").exists()


def b16_alts__pictures_in_text_keep_their_english_description() -> bool:
    """The alternative text of an image in rich text cannot be translated (issue 808)."""
    image = picture()
    page = new_page(f'<p>See</p><embed embedtype="image" id="{image.pk}" alt="A tower" format="left"/>')
    return not submitted(page).source.stringsegment_set.filter(string__data="A tower").exists()


def b19__a_chosen_page_is_linked_in_english() -> bool:
    """Wagtail's page chooser block links to the English page in every language."""
    page = new_page()
    page.body = [{"type": "page", "id": "1", "value": home().pk}]
    page.save_revision().publish()
    submitted(home())
    target = submitted(page).get_target_instance()
    return "/en/" in BarePage.objects.get(pk=target.pk).body.render_as_block()


def b31__an_address_as_a_whole_text_is_warned_of() -> bool:
    """The text of a field is parsed as if it could be the name of a document (issues 409, 444)."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        submitted(new_page(summary="https://example.org/"))
    return any(issubclass(each.category, MarkupResemblesLocatorWarning) for each in warned)


def b27_variants__deepl_is_asked_for_the_wrong_chinese() -> bool:
    """The script of a language code is dropped."""
    return language_code("zh-hant", is_target=True) == "ZH"


def b27_errors__an_error_of_deepl_is_an_error_of_the_site() -> bool:
    """A response that says why nothing was translated causes a ``KeyError``."""
    answer = mock.Mock(json=lambda: {"message": "Quota exceeded"}, raise_for_status=lambda: None)
    with mock.patch("wagtail_localize.machine_translators.deepl.requests.post", return_value=answer):
        try:
            DeepLTranslator({"AUTH_KEY": "x"}).translate(Locale.get_default(), persian(), [StringValue("Words")])
        except KeyError:
            return True
    return False
