"""Rules that every page type and every block must keep."""

import pytest
from django.apps import apps
from django.template.loader import get_template
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.models import Page, TranslatableMixin, get_page_models

from pages.blocks import BodyBlock
from pages.checks import unnamed_fields
from pages.models import BasePage

OURS = ("amf_site", "pages", "members", "strategy")
PAGE_TYPES = [model for model in get_page_models() if model is not Page]
TRANSLATED = [
    model
    for model in apps.get_models()
    if issubclass(model, TranslatableMixin) and model.__module__.split(".")[0] in OURS
]


@pytest.mark.parametrize("model", PAGE_TYPES)
class TestPageTypes:
    def test_it_is_one_of_ours(self, model):
        assert issubclass(model, BasePage)

    def test_mixins_stand_before_the_page(self, model):
        assert issubclass(model.__bases__[-1], Page)
        assert not any(issubclass(base, Page) for base in model.__bases__[:-1])
        assert len(model.__bases__) <= 4


@pytest.mark.parametrize("model", TRANSLATED)
def test_every_field_is_translated_or_kept_in_step(model):
    """A field that is in no list would keep its first value in all translations for ever."""
    assert unnamed_fields(model) == set()


def test_rows_of_pages_can_be_translated():
    for model in PAGE_TYPES:
        for relation in get_all_child_relations(model):
            if relation.related_model.__module__.split(".")[0] in OURS:
                assert issubclass(relation.related_model, TranslatableMixin), relation.related_model


def test_a_stream_offers_few_blocks():
    assert len(BodyBlock().child_blocks) <= 18


@pytest.mark.parametrize(("name", "block"), BodyBlock().child_blocks.items(), ids=BodyBlock().child_blocks)
def test_block_shows_an_editor_what_it_is(name, block):
    assert block.meta.template == f"blocks/{name}.html"
    get_template(block.meta.template)
    assert block.meta.icon not in {blocks.Block._meta_class.icon, "placeholder"}
    assert block.get_description()
    assert block.meta.label
    assert block.meta.group
    assert block.is_previewable
