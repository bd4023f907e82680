"""The language choices for the search in the page chooser."""

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Locale

from amf_site.visibility.page_search import language_of_search

register = template.Library()


@register.filter
def languages_to_search(request: HttpRequest) -> list[dict[str, object]]:
    searched = language_of_search(request)
    names = [(locale.language_code, locale.get_display_name()) for locale in Locale.objects.all()]
    found = [*names, ("", _("All"))]
    return [{"code": code, "name": name, "is_searched": code == searched} for code, name in found]
