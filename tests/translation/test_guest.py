"""The desk is a guest: another site installs its folders, and everything that it knows of the site it is told."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured

from amf_site.translation.conf import Host, host
from amf_site.translation.segments.checks import CheckResult, Pair, check
from tests.rules.test_structure import APPS, KNOWN, MODULES, ROOT, imported_modules, relative


@pytest.mark.parametrize(
    "path", [path for path in MODULES if relative(path).startswith("amf_site/translation/")], ids=relative
)
def test_it_knows_nothing_of_its_host(path):
    ours = {name for name in imported_modules(path) if name.split(".")[0] in APPS and name != "amf_site"}
    assert {name for name in ours if not name.startswith(KNOWN)} == set()


def test_the_languages_that_readers_see_know_nothing_of_it_either():
    for path in MODULES:
        if relative(path).startswith("amf_site/visibility/"):
            ours = {name for name in imported_modules(path) if name.split(".")[0] in APPS and name != "amf_site"}
            assert {name for name in ours if not name.startswith("amf_site.visibility")} == set()


@pytest.fixture(scope="module")
def journey() -> dict:
    """What came of it, in a process of its own: settings are one to a process."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.guest"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_an_article_goes_from_its_source_to_readers(journey):
    assert journey["states"] == [
        "Missing",
        "0 of 3 translated",
        "Ready to publish",
        "Ready to publish; waits for a reviewer",
        "Live",
        "Live, 1 changed",
    ]
    assert set(journey["kept"]) == {200}
    for earlier in (journey["before"], journey["refused"]):
        assert "Brücke" not in earlier
    for words in ('lang="de"', "Die Brücke", "Eine Brücke verbindet", "Sie ist <b>hundert</b> Jahre alt."):
        assert words in journey["after"]


def test_the_languages_are_those_of_the_host(journey):
    assert journey["editor"] == [200, True, True]
    assert journey["right_to_left"]


def test_every_room_opens(journey):
    assert {room for room, status in journey["rooms"].items() if status != 200} == {"guide/"}, "it has no guide"
    assert journey["dashboard"] == [200, 200, 200]


def test_nothing_of_the_forum_was_there(journey):
    assert journey["strangers"] == []


# What it is told


def no_shouting(pair: Pair) -> Iterator[CheckResult]:
    if "!!" in pair.text:
        yield CheckResult("shouting", "Not so loud.")


def test_a_site_has_checks_of_its_own(settings):
    assert "shouting" not in {finding.code for finding in check("Come!", "بیا!!", "fa")}
    settings.TRANSLATION_DESK = settings.TRANSLATION_DESK | {"CHECKS": [f"{__name__}.no_shouting"]}
    assert "shouting" in {finding.code for finding in check("Come!", "بیا!!", "fa")}


def test_without_a_word_it_has_the_languages_of_the_content(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "German"), ("he", "Hebrew"), ("xx", "Of nobody")]
    settings.LANGUAGE_CODE = "de"
    del settings.TRANSLATION_DESK
    rows = Host().languages
    assert [(row.code, row.own_name, row.direction) for row in rows] == [
        ("de", "Deutsch", "ltr"),
        ("he", "עברית", "ltr"),
        ("xx", "Of nobody", "ltr"),
    ]
    assert Host().language("nowhere").code == "de"


def test_what_it_does_not_know_is_refused(settings):
    with pytest.raises(ImproperlyConfigured, match="LANGUAGE_TABLE"):
        settings.TRANSLATION_DESK = {"LANGUAGE_TABLE": []}
    settings.TRANSLATION_DESK = {}
    assert host.editors_keep
