"""The quick way to find segments finds what the package finds."""

import pytest
from wagtail_localize.models import TranslationContext, TranslationSource

from amf_site.demo.builders import page_of
from amf_site.translation.patches.refresh_segments import COLUMNS

from .desk import change, new_page, paragraphs, persian
from .desk import submit as _submit

pytestmark = pytest.mark.django_db


def rows(source: TranslationSource) -> dict:
    found = {
        model.__name__: sorted(
            map(str, model._default_manager.filter(source=source).values_list("context__path", *columns[1:]))
        )
        for model, columns in COLUMNS.items()
    }
    contexts = TranslationContext.objects.filter(object_id=source.object_id)
    return {**found, "contexts": sorted(contexts.values_list("path", "path_id", "field_path"))}


@pytest.mark.parametrize("name", ["home", "about", "tabriz", "strategic-plan-edition"])
def test_every_kind_of_page(name):
    page = page_of(name) or page_of("strategic-plan").get_children().first()
    source = TranslationSource.objects.get(object_id=page.translation_key)
    before = rows(source)
    assert before["StringSegment"]
    for model in COLUMNS:
        model._default_manager.filter(source=source).delete()
    TranslationSource.refresh_segments.__wrapped__(source)
    assert rows(source) == before


def test_after_a_change_only_the_changed_segments_are_new():
    page = new_page(paragraphs("One.", "Two."), "Three.")
    source = _submit(page, persian(), None).source
    kept = set(source.stringsegment_set.exclude(string__data="Two.").values_list("pk", flat=True))
    change(page, paragraphs("One.", "Two and a half."), "Three.")
    assert kept < set(source.stringsegment_set.values_list("pk", flat=True))
    TranslationSource.refresh_segments.__wrapped__(source)
    after = rows(source)
    TranslationSource.refresh_segments(source)
    assert rows(source) == after
