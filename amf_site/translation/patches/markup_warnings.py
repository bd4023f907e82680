"""Beautiful Soup takes a text that is nothing but a URL, path or file name for a mistake, and warns.

Wagtail and wagtail-localize parse every field with it (wagtail 3340, wagtail-localize 409, 444), and such a text is
ordinary content. In production the log would have a warning for it; where warnings are errors, nothing could be saved.
The filter is the one that the warning itself recommends; it applies to the process, since filters for a block of code
are not thread-safe. Pytest replaces all filters, so ``pyproject.toml`` repeats it.
"""

import warnings

from bs4 import MarkupResemblesLocatorWarning


def silence_markup_warnings() -> None:
    warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)
