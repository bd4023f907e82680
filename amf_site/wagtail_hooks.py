"""What Wagtail's admin lacks for content in languages of both directions."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def add_direction_styles() -> SafeString:
    """Wagtail's fields follow the interface's direction; these follow the content's."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def add_direction_script() -> SafeString:
    return format_html(
        '<script src="{}" data-rtl="{}"></script>', static("js/admin.js"), " ".join(settings.LANGUAGES_BIDI)
    )
