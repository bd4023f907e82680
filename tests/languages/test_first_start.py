"""A first start may be broken off at any moment: the next one goes on, and ends with fourteen whole languages."""

import os
import random

import requests

from amf_site.languages import LANGUAGES

from .first_start import Start, end_at_random_moments, look

#: How often the start is ended before it may go on to its end; ``AMF_ENDINGS=10`` for a thorough look.
ENDINGS = int(os.environ.get("AMF_ENDINGS", "3"))
SEED = int(os.environ.get("AMF_SEED", random.SystemRandom().randrange(10_000)))
CODES = sorted(row.code for row in LANGUAGES)


def test_a_start_that_was_broken_off_goes_on(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir()
    ended = end_at_random_moments(folder, random.Random(SEED), ENDINGS)
    print(f"AMF_SEED={SEED}", *ended, sep="\n  ")
    with Start(folder) as start:
        start.wait_until_it_serves()
        for code in CODES:
            address = f"http://127.0.0.1:{start.port}/{code}/members/tabriz/"
            assert requests.get(address, timeout=300).status_code == 200, (code, ended)
    found = look(folder)
    assert found["wrong"] == [], ended
    assert sorted(found["live"]) == CODES
    assert len(set(found["live"].values())) == 1, (found["live"], ended)
    assert found["public"] == len(CODES) - 1
    assert found["permissions"] > 100
    assert found["uses"] > 1000
