"""The map: every city is named where it is, and no name lies over another, in any script and at any width."""

import pytest
from playwright.sync_api import Page

from amf_site.languages import LANGUAGES

from .addresses import each_width

CODES = [row.code for row in LANGUAGES]
#: Names that lie over another name, over the dot of another city, or over the edge; and cities that are not named.
FAULTS = """() => [...document.querySelectorAll('.city-map svg')].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const cities = [...svg.querySelectorAll('a')].map((link) => ({
    link,
    name: link.querySelector('text').getBoundingClientRect(),
    dot: link.querySelector('path').getBoundingClientRect(),
    isNamed: getComputedStyle(link.querySelector('text')).opacity === '1',
    said: link.textContent,
  }));
  const touch = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const centre = ({ dot }) => ({
    left: dot.x + dot.width / 2 - 3, right: dot.x + dot.width / 2 + 3,
    top: dot.y + dot.height / 2 - 3, bottom: dot.y + dot.height / 2 + 3,
  });
  const named = cities.filter((city) => city.isNamed);
  return [
    ...named.flatMap((one, number) => named.slice(number + 1).filter((other) => touch(one.name, other.name))
      .map((other) => `${one.said} over ${other.said}`)),
    ...named.flatMap((one) => cities.filter((other) => other !== one && touch(one.name, centre(other)))
      .map((other) => `${one.said} over the dot of ${other.said}`)),
    ...named.filter(({ name }) => name.left < frame.left - 1 || name.right > frame.right + 1
      || name.top < frame.top - 1 || name.bottom > frame.bottom + 1).map(({ said }) => `${said} over the edge`),
    ...cities.filter(({ isNamed, link }) => !isNamed
      && !document.querySelector(`.city-map__rest a[href="${link.getAttribute('href')}"]`))
      .map(({ said }) => `${said} is not named`),
  ];
})"""


@pytest.mark.parametrize("code", CODES)
def test_names_on_the_map(reader: Page, code: str):
    faults = {}
    for address in ("members/", "members/partnerships/", "members/tabriz/", "members/?country=IR"):
        reader.goto(f"/{code}/{address}", wait_until="domcontentloaded")
        reader.evaluate("document.fonts.ready.then(() => true)")
        for width in each_width(reader, 320, 360, 768, 1280, 1920, height=800):
            if found := reader.evaluate(FAULTS):
                faults[address, width] = found
    assert faults == {}
