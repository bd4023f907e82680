"""Numbers and language names as the host site formats them, for the templates of the desk."""

from typing import Any

from django import template

from ..conf import host

register = template.Library()


@register.filter
def number(value: Any) -> str:
    """``{{ 1200|number }}``"""
    return host.number(value)


@register.filter
def language_name(code: str) -> str:
    """``{{ locale.language_code|language_name }}``, in the language of the admin."""
    return host.name_of(code)
