"""A first start may be broken off at any moment: the next one goes on, and ends with fourteen whole languages.

The site that the browser tests use is made in this way, for each state of the code once; here it is looked at.
``AMF_ENDINGS=10`` makes one anew for a thorough look, ``AMF_SEED`` with the moments of another one.
"""

import json
import os

from amf_site.languages import LANGUAGES
from tests.prepared import prepared
from tests.prepared.making import FOUND

from .first_start import first_start

CODES = sorted(row.code for row in LANGUAGES)


def test_a_start_that_was_broken_off_goes_on(tmp_path):
    if endings := os.environ.get("AMF_ENDINGS"):
        (folder := tmp_path / "var").mkdir()
        found = first_start(folder, int(endings), os.environ.get("AMF_SEED"))
    else:
        found = json.loads((prepared("site", "sqlite") / FOUND).read_text(encoding="utf-8"))
    assert found["ended"], "it was never broken off"
    assert found["wrong"] == [], found
    assert found["served"] == CODES, found
    assert sorted(found["live"]) == CODES, found
    assert len(set(found["live"].values())) == 1, found
    assert found["public"] == len(CODES) - 1, found
    assert found["permissions"] > 100, found
    assert found["uses"] > 1000, found
