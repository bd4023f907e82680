"""Help by a machine, off unless the environment names a service. What it writes is never published by itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .service import Service


def translator() -> "Service | None":
    """The service of ``settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR``, wagtail-localize's own hook; none when off."""
    from wagtail_localize.machine_translators import get_machine_translator

    return get_machine_translator()
