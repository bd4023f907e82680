"""The picture of a page is shown at its top, and on the card that leads to it, with what it shows."""

import pytest
from wagtail.models import Page

from amf_site.addresses import page_path
from amf_site.media.models import SiteImage
from tests.reading import Reader

pytestmark = pytest.mark.django_db

SHOWN = "The clock tower at noon"


def with_a_picture(slug: str) -> Page:
    page = Page.objects.get(slug=slug, locale__language_code="en").specific
    page.picture, page.picture_alt = SiteImage.objects.last(), SHOWN
    page.save_revision().publish()
    return page


def picture_at(client, page: Page) -> dict[str, str]:
    (image,) = Reader(client.get(page_path(page, "en")).content.decode()).named("img", alt=SHOWN)
    return image


@pytest.mark.parametrize("slug", ["about", "who-we-are", "bazaar-rehabilitation"])
def test_at_the_top(client, slug):
    page = with_a_picture(slug)
    assert page.picture.file.name.rpartition("/")[2].partition(".")[0] in picture_at(client, page)["src"]


def test_on_a_card(client):
    assert picture_at(client, with_a_picture("about").get_parent())["src"]
