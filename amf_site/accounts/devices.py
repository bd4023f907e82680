"""Names of browsers for people, from what a browser says of itself."""

import re

from django.utils.translation import gettext as _

#: In this order, because most browsers also name others.
BROWSERS = (
    ("Edge", r"Edg"),
    ("Opera", r"OPR|Opera"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS|Chromium"),
    ("Safari", r"Safari"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux"),
)


def name_of(user_agent: str) -> str:
    """Return a name such as “Firefox, Windows”."""
    found = [
        next((name for name, pattern in names if re.search(pattern, user_agent)), "") for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or _("Unknown browser")
