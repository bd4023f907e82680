"""Write the title of a draft as plain text.

wagtail-localize copies the segment of a title, which is HTML, to ``draft_title``, so the explorer shows ``R&amp;D`` for
R&D. Not reported yet. Delete this when it writes plain text; a test in ``tests/translation`` will fail then.
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, post_save_string_translation
from wagtail_localize.strings import StringValue


def write_draft_title(instance: StringTranslation, **kwargs: Any) -> None:
    if instance.context and instance.context.path == "title":
        Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id).update(
            draft_title=StringValue(instance.data).render_text()[:255]
        )


def patch_draft_title() -> None:
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)
