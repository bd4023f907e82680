"""What the machine writes is always marked, also where wagtail-localize asks it.

wagtail-localize 1.14.5 keeps the machine's words like a person's: they count as translated, and its form "Sync
translated pages" may publish them in the same breath. So its editor's button leads to the desk's own view, and the form
no longer offers the machine. To be deleted when wagtail-localize keeps such words from being published:
``tests/translation/test_machine.py`` tells.
"""

from wagtail_localize.views import edit_translation, update_translations

from .views import machine


def correct() -> None:
    edit_translation.machine_translate = machine
    update_translations.get_machine_translator = lambda: None
