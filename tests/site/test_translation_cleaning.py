"""What translators write is cleaned before it is stored, whichever way it comes."""

import json

import polib
import pytest
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.translation.patches.sanitise_translations import clean_segment

pytestmark = pytest.mark.django_db

GOOD = [
    "می‌شود و «گفت»؛ ۱۲٪",
    'این <a id="a1">پیوند</a> و <b>این</b> است.',
    "Fish &amp; chips &lt; 3",
    "<i>Asia</i><br>for citizens",
]
BAD = [
    "<script>alert(1)</script>",
    '<a id="a1" onclick="alert(1)">x</a>',
    '<img src="x" onerror="alert(1)">',
    '<a id="a1" href="javascript:alert(1)">x</a>',
    '<b style="position:fixed">x</b>',
    "<svg><script>alert(1)</script></svg>",
    '<iframe src="//evil.example"></iframe>',
]


def translation_of(name: str) -> Translation:
    return Translation.objects.get(source__object_id=page_of(name).translation_key, target_locale__language_code="fa")


def any_string_translation() -> StringTranslation:
    translation = translation_of("about")
    return StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        context__path__startswith="body",
    ).first()


@pytest.mark.parametrize("html", GOOD)
def test_good_text_stays_as_it_is(html):
    assert clean_segment(html) == html


@pytest.mark.parametrize("html", BAD)
def test_bad_text_is_cleaned_when_it_is_saved(html):
    segment = any_string_translation()
    segment.data = html
    segment.save()
    segment.refresh_from_db()
    for sign in ("<script", "onclick", "onerror", "javascript:", "style=", "<iframe", "<svg", "<img"):
        assert sign not in segment.data


def test_bad_text_in_a_po_file_is_cleaned():
    translation = translation_of("about")
    po = translation.export_po()
    entry = next(entry for entry in po if entry.msgctxt == "summary")
    entry.msgstr = 'خلاصه <img src="x" onerror="alert(1)">'
    translation.import_po(polib.pofile(str(po)))
    stored = StringTranslation.objects.get(
        context__path="summary", context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    assert "<img" not in stored.data
    assert "خلاصه" in stored.data


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVa\tscript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_override_that_could_run_a_script_leads_nowhere(address):
    assert saved_override(address) == "#"


@pytest.mark.parametrize("address", ["https://example.org/fa", "mailto:a@example.org", "tel:+982112345678"])
def test_an_ordinary_link_override_stays(address):
    assert saved_override(address) == address


def saved_override(value: str) -> str:
    segment = OverridableSegment.objects.first()
    override = SegmentOverride.objects.create(
        locale=translation_of("about").target_locale, context=segment.context, data_json=json.dumps(value)
    )
    override.refresh_from_db()
    return override.data


def test_submitting_a_page_puts_nothing_live():
    from wagtail.models import Locale, Page
    from wagtail_localize.operations import translate_object

    turkish = Locale.objects.create(language_code="tr")
    translate_object(page_of("home").specific, [turkish])
    copy = Page.objects.get(locale=turkish, translation_key=page_of("home").translation_key)
    assert not copy.live
    assert copy.slug


def test_the_slug_is_shared_and_is_no_work_for_translators():
    from wagtail.models import Locale

    about = page_of("about")
    assert about.get_translation(Locale.objects.get(language_code="fa")).slug == about.slug
    assert not translation_of("about").source.stringsegment_set.filter(context__path="slug").exists()
