"""What a page's own validation says of its translation is told, whatever else goes wrong while it is written down.

wagtail-localize 1.14.5 writes an error down with the words that it is about. It takes for granted that the error names
a field, which Wagtail's own look at a title (too long) does not, and that a field has one translation, which is not so
if its former source text stands elsewhere on the page. Instead of the error there is ``AttributeError`` or
``MultipleObjectsReturned``, and HTTP 500. It has no issue of it yet. To be deleted when it finds the right words:
``tests/translation`` tells.
"""

from functools import wraps
from typing import Any

from django.core.exceptions import MultipleObjectsReturned, ValidationError
from wagtail_localize.models import TranslationSource


def correct() -> None:
    write = TranslationSource.create_or_update_translation

    @wraps(write)
    def create_or_update_translation(self: TranslationSource, *args: Any, **kwargs: Any) -> Any:
        try:
            return write(self, *args, **kwargs)
        except (AttributeError, MultipleObjectsReturned) as error:
            if isinstance(error.__context__, ValidationError):
                raise error.__context__ from None
            raise

    TranslationSource.create_or_update_translation = create_or_update_translation
