"""Translators' text is untrusted: every translated segment and link is cleaned before it is stored.

wagtail-localize 1.14.5 checks that a segment has the tags of its source, but keeps attributes and lets a link lead to
``javascript:``. Each way in (the editor, a PO file, a script) ends in ``save()`` of one of two models, so the
cleaning stands there, and with it the repair of letters that only look Persian. The content security policy of the
public site is the second wall.

To be deleted when wagtail-localize cleans by itself: ``tests/site/test_translation_cleaning.py`` tells.
"""

import json
from typing import Any

import nh3
from django.db.models.signals import pre_save
from wagtail.whitelist import check_url
from wagtail_localize.models import SegmentOverride, StringTranslation

from .persian import PERSIAN, repair_html

#: The inline tags that wagtail-localize leaves inside a segment. ``id`` names the link of the source that is meant.
TAGS = {"a", "b", "br", "code", "del", "em", "i", "s", "strong", "sub", "sup"}
ATTRIBUTES = {"a": {"id"}}
#: Written instead of an address that could run a script.
HARMLESS_URL = "#"


def clean_segment(html: str) -> str:
    """The segment with no more than its inline tags; text, entities and invisible joiners stay as they are."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def clean_string_translation(instance: StringTranslation, **kwargs: Any) -> None:
    instance.data = clean_segment(instance.data)
    repaired = repair_html(instance.data)
    if repaired != instance.data and instance.locale.language_code == PERSIAN:
        instance.data = repaired


def clean_segment_override(instance: SegmentOverride, **kwargs: Any) -> None:
    """An override is the number of a page, picture or document, or else the address of a link."""
    value = instance.data
    if isinstance(value, str) and check_url(value) is None:
        instance.data_json = json.dumps(HARMLESS_URL)


def connect() -> None:
    pre_save.connect(clean_string_translation, sender=StringTranslation)
    pre_save.connect(clean_segment_override, sender=SegmentOverride)
