"""Sanitise every translated segment and link before it is stored, because translators' input is untrusted.

wagtail-localize checks that a segment has the tags of its source, but keeps attributes and allows links to
``javascript:``. Every input (the editor, a PO file, a script) ends in ``save()`` of one of two models, so it is
sanitised there; spelling rules of the site (``host.spelling``) are applied too. The content security policy of the
public site is the second line of defence. Delete this when wagtail-localize sanitises;
``tests/site/test_translation_cleaning.py`` will fail then.
"""

import json
from typing import Any

import nh3
from wagtail.whitelist import check_url
from wagtail_localize.models import SegmentOverride, StringTranslation

from ..conf import host

#: The inline tags that wagtail-localize keeps in segments. ``id`` identifies a link of the source.
TAGS = {"a", "b", "br", "code", "del", "em", "i", "s", "strong", "sub", "sup"}
ATTRIBUTES = {"a": {"id"}}
#: Replaces a URL that could run a script.
HARMLESS_URL = "#"


def clean_segment(html: str) -> str:
    """Return the segment with the allowed inline tags only; text, entities and invisible joiners are unchanged."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)


def clean_string_translation(instance: StringTranslation, **kwargs: Any) -> None:
    instance.data = clean_segment(instance.data)
    for code, repair in host.spelling.items():
        repaired = repair(instance.data)
        if repaired != instance.data and instance.locale.language_code == code:
            instance.data = repaired


def clean_segment_override(instance: SegmentOverride, **kwargs: Any) -> None:
    """Sanitise an override, which is the id of a page, image or document, or the URL of a link."""
    value = instance.data
    if isinstance(value, str) and check_url(value) is None:
        instance.data_json = json.dumps(HARMLESS_URL)
