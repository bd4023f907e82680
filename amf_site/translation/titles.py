"""The title that the explorer shows of a translated draft is text, and not a segment's HTML.

wagtail-localize 1.14.5 copies the segment of the title as it is, so between saving and publishing ``R&D`` reads
``R&amp;D``, also where the words are in error. To be deleted when wagtail-localize writes text:
``tests/translation/test_faults.py`` (B17) tells.
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, post_save_string_translation
from wagtail_localize.strings import StringValue


def show_title(instance: StringTranslation, **kwargs: Any) -> None:
    if instance.context_id and instance.context.path == "title" and instance.data and not instance.has_error:
        Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id).update(
            draft_title=StringValue(instance.data).render_text()
        )


def correct() -> None:
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
    post_save.connect(show_title, sender=StringTranslation)
