"""Translators' text is untrusted: every translated segment and link is cleaned before it is stored.

wagtail-localize checks that a segment has the tags of its source, but keeps attributes and lets a link lead to
``javascript:``. Each way in (the editor, a PO file, a script) ends in ``save()`` of one of two models, so the
cleaning stands there, and with it what the site puts right in the spelling of a language. The content security
policy of the public site is the second wall.

To be deleted when wagtail-localize cleans by itself: ``tests/site/test_translation_cleaning.py`` tells.
"""

import json
from typing import Any

import nh3
from wagtail.whitelist import check_url
from wagtail_localize.models import SegmentOverride, StringTranslation

from ..conf import host

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
    for code, repair in host.spelling.items():
        repaired = repair(instance.data)
        if repaired != instance.data and instance.locale.language_code == code:
            instance.data = repaired


def clean_segment_override(instance: SegmentOverride, **kwargs: Any) -> None:
    """An override is the number of a page, picture or document, or else the address of a link."""
    value = instance.data
    if isinstance(value, str) and check_url(value) is None:
        instance.data_json = json.dumps(HARMLESS_URL)
