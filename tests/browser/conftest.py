"""The site as `make run` starts it, in a browser, with a watch on everything that must not happen in one."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, expect

from tests.servers import ROOT, free_port

from .addresses import NOWHERE

#: A fresh checkout makes its database and loads the Forum's content first.
PATIENCE = 420
#: Written last by ``run_site`` before it serves.
READY = "The admin "

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The command that ``make run`` ends in, on a free port and in a folder of its own; yields its address.

    ``AMF_TEST_VAR_DIR`` may name a folder that is ready, of which a copy is used: it saves a minute.
    """
    folder = tmp_path_factory.mktemp("site")
    if prepared := os.environ.get("AMF_TEST_VAR_DIR"):
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
    port, log = free_port(), folder / "log"
    env = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    env |= {
        "DJANGO_SETTINGS_MODULE": "amf_site.settings.dev",
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "manage.py", "run_site", "--port", str(port)]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until_it_serves(port, log, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_it_serves(port: int, log: Path, process: subprocess.Popen) -> None:
    """It has said that it is ready, and answers: between the two it still checks itself."""
    deadline = time.monotonic() + PATIENCE
    while READY not in (said := log.read_text(encoding="utf-8", errors="replace")) or not listens(port):
        if process.poll() is not None:
            pytest.fail(f"run_site ended with {process.returncode}:\n{said[-4000:]}")
        if time.monotonic() > deadline:
            pytest.fail(f"run_site was not ready after {PATIENCE} s:\n{said[-4000:]}")
        time.sleep(0.2)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Where ``page.goto("/en/")`` leads."""
    return site


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium, which asks nobody for updates."""
    quiet = ["no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"]
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [f"--{name}" for name in ("no-sandbox", "disable-gpu", *quiet)],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A phone's window, unless a test says otherwise."""
    return {**browser_context_args, "locale": "en", "viewport": {"width": 360, "height": 740}}


@pytest.fixture
def context(context: BrowserContext, site: str) -> Iterator[BrowserContext]:
    """A browser without a history. After the test: no error, no breach of the policy, no request to anybody else."""
    watch = Watch(urlsplit(site).netloc)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error("
        "`Policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"
    )
    context.on("console", watch.hear)
    context.on("weberror", lambda error: watch.complaints.append(f"{error.page.url}: {error.error}"))
    context.on("request", watch.see)
    yield context
    assert watch.complaints == []


@dataclass
class Watch:
    """Writes down what a browser complains of and whom it asks."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.complaints.append(f"a request to {request.url}")

    def hear(self, message: ConsoleMessage) -> None:
        # Chromium writes an error when the page itself is a 404, which is what the page of that name is for.
        if message.location.get("url", "").endswith(NOWHERE):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")
