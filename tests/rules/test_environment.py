"""Every variable that an installation may set is documented, and production refuses to start without the essential."""

import re
import subprocess
import sys

import pytest

from amf_site.settings.base import env

from .test_structure import ROOT

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
GOOD = {
    "SECRET_KEY": "k3!vv0-a-long-and-random-looking-key-for-this-very-test-0123456789",
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "DATABASE_URL": "postgres://amf:amf@127.0.0.1:1/amf",
}


def test_every_variable_is_documented():
    documented = set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))
    assert set(env.scheme) <= documented


def test_every_variable_that_settings_read_is_in_the_table():
    for path in (ROOT / "amf_site" / "settings").glob("*.py"):
        read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", path.read_text(encoding="utf-8")))
        assert read - {"DEBUG"} <= set(env.scheme), path.name


def start(**variables: str) -> subprocess.CompletedProcess:
    """Load the production settings in a process that has only these variables."""
    return subprocess.run(
        [sys.executable, "-c", "import amf_site.settings.production"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
    )


def test_production_starts_with_what_it_needs():
    assert start(**GOOD).returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "sqlite:///x.sqlite3"),
        ("SITE_URL", "example.org"),
    ],
)
def test_production_refuses(name, value):
    variables = {key: known for key, known in {**GOOD, name: value}.items() if known is not None}
    answer = start(**variables)
    assert answer.returncode != 0
    assert name in answer.stderr.splitlines()[-1]
