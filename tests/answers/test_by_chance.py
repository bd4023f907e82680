"""Changes in any order, in transactions that are committed or not: what is kept is what would be made."""

import os
import random

import pytest
from django.db import transaction
from wagtail.models import Page

from members.models import City, Event
from pages.models import StandardPage

from .reading import made_anew, read

SEED = int(os.environ.get("AMF_SEED", "1"))
STEPS = int(os.environ.get("AMF_WALKS", "5"))
ADDRESSES = (
    *("/en/", "/fa/", "/en/members/", "/fa/members/?country=IR", "/en/members/tabriz/", "/en/events/", "/en/news/"),
    *("/en/who-we-are/", "/en/who-we-are/about/", "/en/members/data/members/json/"),
)


def any_page(chance: random.Random) -> Page:
    return chance.choice(list(Page.objects.filter(depth__gt=2).order_by("pk"))).specific


def change(chance: random.Random) -> None:
    page, number = any_page(chance), chance.randrange(1000)
    kinds = (
        lambda: page.unpublish() if page.live else page.save_revision().publish(),
        lambda: Page.objects.filter(pk=page.pk).update(title=f"Title {number}"),
        lambda: City.objects.order_by("pk")[number % 10].save(),
        lambda: Event.objects.filter(pk=chance.choice(list(Event.objects.all())).pk).update(status="confirmed"),
        lambda: StandardPage.objects.update(summary=f"Summary {number}"),
        lambda: page.save_revision(),
    )
    chance.choice(kinds)()


@pytest.mark.parametrize("seed", range(SEED, SEED + 2))
def test_what_is_kept_is_what_would_be_made(seed: int):
    chance = random.Random(seed)
    for step in range(STEPS):
        for address in chance.sample(ADDRESSES, 5):
            read(address)
        with transaction.atomic():
            for _ in range(chance.randrange(1, 3)):
                change(chance)
            if chance.random() < 0.3:
                transaction.set_rollback(True)
        for address in ADDRESSES:
            first, again, new = read(address), read(address), made_anew(address)
            assert first.content == again.content == new, (seed, step, address)
