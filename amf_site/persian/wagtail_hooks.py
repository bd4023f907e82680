"""Tell the editor after saving in which fields letters were replaced."""

from wagtail import hooks

from .signals import tell_the_editor

for saved in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(saved, tell_the_editor)
