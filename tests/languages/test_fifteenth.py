"""A fifteenth language is one row, one catalogue and one content file, as ``docs/languages.md`` says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import Reader
from tests.rules.test_structure import ROOT

ROW = """    Language(
        "fa-af", "دری", "Dari", "Arab", "rtl", "persian", "arabext", "fa-AF", "fa_AF", "، ", ("«", "»")
    ),
)

#: The language that pages"""
READ = """
from django.test import Client
import sys
for path in ("/fa-af/", "/fa-af/who-we-are/strategic-plan/", "/fa-af/members/tabriz/", "/"):
    response = Client(SERVER_NAME="127.0.0.1").get(path, headers={"accept-language": "fa-AF"})
    print(f"=== {path} {response.status_code}")
    print(response.content.decode())
response = Client(SERVER_NAME="127.0.0.1").get("/fa-af/who-we-are/strategic-plan/download/")
print("=== pdf", response.status_code)
print(b"".join(response.streaming_content)[:5])
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    """What a checkout with Dari answers, by the path."""
    checkout = tmp_path_factory.mktemp("dari") / "site"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, checkout / name)
    add_dari(checkout)

    def manage(*arguments: str) -> str:
        env = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "amf_site.settings.dev",
            "VAR_DIR": str(checkout / "var"),
            "TASK_WORKER": "off",
        }
        (checkout / "var" / "static").mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=checkout, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert "lacks" not in done.stderr
        return done.stdout

    manage("build_assets")
    manage("migrate", "--noinput", "-v0")
    manage("load_demo", "--languages", "fa-af", "--no-pictures")
    answers = re.split(r"^=== ", manage("shell", "-v0", "-c", READ), flags=re.MULTILINE)[1:]
    return {answer.split(" ", 1)[0]: answer.split(" ", 1)[1] for answer in answers}


def add_dari(checkout: Path) -> None:
    """The steps of the documentation, with the Persian words."""
    table = checkout / "amf_site" / "languages.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(")\n\n#: The language that pages") == 1
    table.write_text(text.replace(")\n\n#: The language that pages", ROW), encoding="utf-8")
    shutil.copytree(checkout / "locale" / "fa", checkout / "locale" / "fa_AF")
    for folder, ending in (("content", "po"), ("glossary", "csv")):
        demo = checkout / "amf_site" / "demo" / folder
        shutil.copyfile(demo / f"fa.{ending}", demo / f"fa-af.{ending}")


@pytest.mark.parametrize("path", ["/fa-af/", "/fa-af/who-we-are/strategic-plan/", "/fa-af/members/tabriz/"])
def test_its_pages_are_read_in_its_own_way(pages, path):
    status, html = pages[path].split("\n", 1)
    assert status == "200"
    reader = Reader(html)
    assert (reader.language, reader.direction) == ("fa-af", "rtl")


def test_dates_are_in_the_calendar_of_afghanistan(pages):
    assert "قوس ۱۴۰۵" in pages["/fa-af/who-we-are/strategic-plan/"]


def test_it_is_offered_and_has_its_file(pages):
    assert "دری" in pages["/"]
    assert pages["pdf"].startswith("200")
    assert "%PDF-" in pages["pdf"]
