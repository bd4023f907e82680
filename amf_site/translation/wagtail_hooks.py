"""What the admin lacks for languages of both directions."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail import hooks

from .repairing import tell_the_editor
from .wording import HEADING_OF_A_TRANSLATION, MORE_ACTIONS

for saved in ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet"):
    hooks.register(saved, tell_the_editor)


@hooks.register("insert_global_admin_css")
def show_text_in_its_own_direction() -> SafeString:
    """Wagtail's fields follow the interface's direction, wagtail-localize's editor has none (its issue 197)."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def say_the_language_of_what_is_edited() -> SafeString:
    return format_html(
        '<script src="{}" data-rtl="{}" data-heading="{}" data-more="{}"></script>',
        static("js/admin.js"),
        " ".join(settings.LANGUAGES_BIDI),
        gettext(HEADING_OF_A_TRANSLATION),
        gettext(MORE_ACTIONS),
    )
