"""Wagtail hooks for the whole admin: text direction, digits, icons, and the rules of ``amf_site.admin``."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.query import PageQuerySet

from amf_site.cldr.formats import format_number

from .admin import bulk_actions, copying, deletion, schedules
from .visibility.page_search import keep_to_one_language


@hooks.register("insert_global_admin_css")
def add_direction_styles() -> SafeString:
    """Add styles for fields whose text direction follows their content instead of the admin's language."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, "wagtailadmin/icons/city.svg"]


@hooks.register("insert_global_admin_js")
def add_direction_script() -> SafeString:
    code = get_language() or settings.LANGUAGE_CODE
    return format_html(
        '<script src="{}" data-rtl="{}"></script><script src="{}" data-digits="{}"></script>',
        static("js/admin.js"),
        " ".join(settings.LANGUAGES_BIDI),
        static("js/admin_digits.js"),
        "".join(format_number(digit, code) for digit in range(10)),
    )


# ``order`` puts these after Wagtail's own bulk actions, which they replace.
for action in bulk_actions.ALL:
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("before_delete_snippet", order=-1)
def keep_what_is_in_use(request: HttpRequest, records: list) -> HttpResponse | None:
    return deletion.keep_what_is_in_use(request, records)


@hooks.register("register_log_actions")
def tell_of_schedules(actions: LogActionRegistry) -> None:
    schedules.register_schedules(actions)


@hooks.register("after_copy_page", order=-1)
def leave_out_twins(request: HttpRequest, page: Page, copy: Page) -> None:
    copying.leave_out_twins(request, page, copy)


@hooks.register("construct_page_chooser_queryset")
def choose_from_one_language(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return keep_to_one_language(pages, request)
