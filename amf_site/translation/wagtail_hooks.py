"""What the translation desk adds to the admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from . import urls
from .board import hooks as _board
from .editor import hooks as _editor
from .guide import hooks as _guide
from .health import hooks as _health
from .memory import hooks as _memory
from .opening import hooks as _opening
from .repairing import tell_the_editor
from .roles import hooks as _roles
from .structure import hooks as _structure

#: Each part of the desk registers its own hooks when it is imported.
PARTS = (_board, _editor, _guide, _health, _memory, _opening, _roles, _structure)

for saved in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(saved, tell_the_editor)


@hooks.register("register_admin_urls")
def addresses_of_the_desk() -> list[URLResolver]:
    return [path("translations/", include(urls))]
