"""Interrupt the first ``make run`` at random moments, in different ways, and inspect the next start."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import django
import requests

from amf_site.languages import LANGUAGES
from tests.servers import ROOT, free_port, listens

#: Output of the start at each stage; the last line follows when it serves and creates files in the background.
SIGNS = (
    "Making the database",
    "Loading the Forum's content",
    "Translations into",
    *(f"{tenth}0 %" for tenth in range(1, 10)),
    "The admin's search",
    "The plan as PDF",
    "The admin ",
)
#: Maximum seconds between such a line and the interruption.
LATER = 3
#: Number of interruptions before a start may finish.
ENDINGS = 3
#: Seconds, for a busy machine.
PATIENCE = 900
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "amf_site.settings.dev",
        "VAR_DIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@dataclass
class Start:
    """A start of the site in a folder."""

    folder: Path
    port: int = field(default_factory=free_port)

    def __enter__(self) -> "Start":
        self.log: IO[bytes] = (self.folder.parent / f"log-{self.port}").open("w+b")
        # A shell that runs the tests in the background has Ctrl+C ignored, and its children inherit that.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        command = [sys.executable, "manage.py", "run_site", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(self.folder) | {"PORT": str(self.port)},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()

    @property
    def said(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def wait_for(self, sign: str) -> None:
        """Wait until a line is printed, or the site serves because it had passed that stage before."""
        deadline = time.monotonic() + PATIENCE
        while sign not in self.said and SIGNS[-1] not in self.said:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.said)
            time.sleep(0.05)

    def end(self, how: signal.Signals) -> None:
        os.killpg(self.process.pid, how)
        self.process.wait(PATIENCE)


def end_at_random_moments(folder: Path, moments: random.Random, times: int) -> list[str]:
    """Start and interrupt the site repeatedly, each time a little later. Return when and how."""
    ended = []
    for place in sorted(moments.sample(range(len(SIGNS)), times)):
        sign, later, how = SIGNS[place], moments.uniform(0, LATER), moments.choice(SIGNALS)
        with Start(folder) as start:
            start.wait_for(sign)
            time.sleep(later)
            start.end(how)
            ended.append(f"{how.name} {later:.2f} s after “{sign}”")
            assert "Traceback" not in start.said, (ended, start.said)
            if how == signal.SIGINT and SIGNS[-1] not in start.said:
                assert start.said.rstrip().splitlines()[-1].startswith("Stopped."), (ended, start.said)
    return ended


def first_start(folder: Path, times: int = ENDINGS, seed: str | None = None) -> dict[str, Any]:
    """Interrupt a first start repeatedly, then let it finish. Return what is in the folder."""
    seed = seed or str(random.SystemRandom().randrange(10_000))
    ended = end_at_random_moments(folder, random.Random(seed), times)
    with Start(folder) as start:
        start.wait_for(SIGNS[-1])
        addresses = {row.code: f"http://127.0.0.1:{start.port}/{row.code}/members/tabriz/" for row in LANGUAGES}
        wait_until_listening(start)
        served = sorted(code for code, address in addresses.items() if requests.get(address, timeout=PATIENCE).ok)
    return {"seed": seed, "ended": ended, "served": served, **look(folder)}


def wait_until_listening(start: Start) -> None:
    """Wait until it answers: it still runs checks after it has printed that it serves."""
    while not listens(start.port)():
        if start.process.poll() is not None:
            raise AssertionError(start.said)
        time.sleep(0.05)


def look(folder: Path) -> dict[str, Any]:
    """Inspect a folder: the live pages of each language, and what is wrong."""
    command = [sys.executable, "-m", "tests.languages.first_start"]
    answer = subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def main() -> None:
    """The part of ``look`` that runs with the settings of the start."""
    django.setup()
    from django.contrib.auth.models import Permission
    from django.core.management import call_command
    from wagtail.models import Page, ReferenceIndex

    wrong = [f"the tree: {problem}" for problem in Page.find_problems() if problem] + broken_files()
    told = io.StringIO()
    try:
        call_command("check_translations", stdout=told)
    except SystemExit:
        wrong.append(told.getvalue())
    live = Page.objects.live().filter(depth__gt=1)
    found = {
        "wrong": wrong,
        "live": Counter(live.values_list("locale__language_code", flat=True)),
        "public": live.filter(depth=2, locale__stage__stage="public").count(),
        "permissions": Permission.objects.count(),
        "uses": ReferenceIndex.objects.count(),
    }
    json.dump(found, sys.stdout)


def broken_files() -> list[str]:
    """Yield images that are missing, duplicate or incomplete, and incomplete PDFs; renditions may not exist yet."""
    from PIL import Image

    from amf_site.media.models import SiteImage, SiteRendition
    from amf_site.printing.models import PagePdf

    titles = Counter(SiteImage.objects.values_list("title", flat=True))
    broken = [f"there {number} times: {title}" for title, number in titles.items() if number > 1]
    drawn = [row for row in SiteRendition.objects.all() if row.file.storage.exists(row.file.name)]
    for picture in [*SiteImage.objects.all(), *drawn]:
        try:
            with picture.file.open() as file, Image.open(file) as opened:
                opened.load()
        except OSError as error:
            broken.append(f"{picture.file.name}: {error}")
    for pdf in PagePdf.objects.exclude(file=""):
        with pdf.file.open() as file:
            if not file.read().rstrip().endswith(b"%%EOF"):
                broken.append(f"half a file: {pdf}")
    return broken


if __name__ == "__main__":
    main()
