"""Tell text that readers see from text of which nothing is seen, such as a title that is one zero-width space."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Characters without a visible shape that Unicode classifies as letters, marks or symbols.
SHAPELESS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0e\ufe0f\uffa0\ufffc"


def is_visible(text: str) -> bool:
    """Return whether the text has any visible character."""
    return any(
        unicodedata.category(sign) not in ("Cc", "Cf", "Zs", "Zl", "Zp") for sign in text if sign not in SHAPELESS
    )


def refuse_invisible(text: str) -> None:
    """Raise ``ValidationError`` for text of invisible characters; white space, which forms strip, is no text."""
    if text.strip() and not is_visible(text):
        raise ValidationError(
            _("Nothing of this text can be seen: it has only invisible signs. Delete it and type it again."),
            code="invisible",
        )
