"""Tags for templates of other apps that show the member cities."""

from django import template

from members.models import CityPage
from members.overview import Overview

register = template.Library()


@register.filter
def member_overview(profiles: list[CityPage]) -> Overview:
    """``{% with members=overview|member_overview %}``: how many cities they are, where they are listed, their map."""
    return Overview(profiles)
