"""Template filters for pages of other apps that show the member cities."""

from django import template

from members.models import CityPage
from members.overview import Overview

register = template.Library()


@register.filter
def member_overview(profiles: list[CityPage]) -> Overview:
    """``{% with members=overview|member_overview %}``: return the count, the directory's URL and a map of cities."""
    return Overview(profiles)
