"""What the admin lacks for languages of both directions."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def show_text_in_its_own_direction() -> SafeString:
    """Wagtail's fields follow the interface's direction."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def say_the_language_of_what_is_edited() -> SafeString:
    return format_html(
        '<script src="{}" data-rtl="{}"></script>', static("js/admin.js"), " ".join(settings.LANGUAGES_BIDI)
    )
