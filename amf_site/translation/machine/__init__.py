"""Machine translation, disabled unless a service is configured. Its results are never published without review."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .service import Service


def translator() -> "Service | None":
    """Return the service set in ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``; ``None`` if it is disabled."""
    from wagtail_localize.machine_translators import get_machine_translator

    return get_machine_translator()
