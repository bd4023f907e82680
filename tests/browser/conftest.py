"""The site as `make run` starts it, in a browser that records everything that must not happen."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests import servers
from tests.prepared import prepared
from tests.prepared.making import DATABASE

from .addresses import NOWHERE

#: Milliseconds; only reached by failing tests, or on a busy machine.
PATIENCE = 120_000

expect.set_options(timeout=PATIENCE)


class Site:
    """The site as ``make run`` serves it when it is started again, in a copy of what its first start created."""

    def __init__(self) -> None:
        self.port, self.process = servers.free_port(), ExitStack()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self, folder: Path) -> None:
        shutil.copytree(prepared("site", "sqlite"), folder, dirs_exist_ok=True)
        self.server = self.process.enter_context(servers.run_site(folder, self.port))
        self._make_no_files_ahead(self.server.process.pid)
        self.database = sqlite3.connect(folder / DATABASE)
        self.process.callback(self.database.close)
        self.version = self._data_version()

    @staticmethod
    def _make_no_files_ahead(server: int) -> None:
        """End the process that makes all PDFs, hundreds: it costs more than the tests, and changes the database.

        What a test asks for is made then.
        """
        for child in Path(f"/proc/{server}/task/{server}/children").read_text().split():
            os.kill(int(child), signal.SIGTERM)

    def stop(self) -> None:
        self.process.close()

    def is_changed(self) -> bool:
        """Whether the server has written to its database; reading writes nothing, but logging in does."""
        return self._data_version() != self.version

    def begin_again(self, folders: pytest.TempPathFactory) -> None:
        """Undo all changes, at the same URL."""
        if self.is_changed():
            self.stop()
            # In another folder: what still runs may write to the last one.
            self.start(folders.mktemp("site"))

    def _data_version(self) -> int:
        return self.database.execute("PRAGMA data_version").fetchone()[0]


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site()
    try:
        site.start(tmp_path_factory.mktemp("site"))
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module", autouse=True)
def _undo_changes(running_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Begin the next file of tests with an unchanged site, at the same URL."""
    yield
    running_site.begin_again(tmp_path_factory)


@pytest.fixture(autouse=True)
def _begin_again(running_site: Site, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """Run a test that failed once more in an unchanged site, as it may have stopped half way."""
    if getattr(request.node, "execution_count", 1) > 1:
        running_site.begin_again(tmp_path_factory)


@pytest.fixture(scope="session")
def site(running_site: Site) -> str:
    return running_site.url


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """The base of ``page.goto("/en/")``."""
    return site


#: Chromium features to disable: those that Playwright disables, whose list is replaced by ours, and the pages inside
#: the address bar, which cost more than the page under test, for each new window.
NOT_NEEDED = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the system's Chromium, without updates and background services."""
    quiet = ["no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"]
    quiet.append(f"disable-features={','.join(NOT_NEEDED)}")
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [f"--{name}" for name in ("no-sandbox", "disable-gpu", *quiet)],
    }


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """Set long timeouts in every context that a test opens."""
    new_context = browser.new_context

    def patient(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    browser.new_context = patient
    return browser


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """The window of a phone, unless a test overrides it."""
    return {**browser_context_args, "locale": "en", "viewport": {"width": 360, "height": 740}}


@dataclass
class Watch:
    """Records the errors of a browser context, and the hosts to which it sends requests."""

    host: str
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, site: str) -> Self:
        watch = cls(urlsplit(site).netloc)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.error("
            "`Policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"
        )
        context.on("console", watch.hear)
        context.on("weberror", lambda error: watch.complaints.append(f"{error.page.url}: {error.error}"))
        context.on("request", watch.see)
        return watch

    def see(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.complaints.append(f"a request to {request.url}")

    def hear(self, message: ConsoleMessage) -> None:
        # Chromium logs an error if the page itself is a 404, which that page tests.
        if message.location.get("url", "").endswith(NOWHERE):
            return
        # It also does when text with an error is not saved, which the translation editor reports itself.
        if message.text.endswith("status of 422 (Unprocessable Entity)"):
            return
        # And when a form of the admin that autosaves is still incomplete.
        if message.text.endswith("status of 400 (Bad Request)") and "/admin/" in message.location.get("url", ""):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")


@pytest.fixture
def context(context: BrowserContext, site: str) -> Iterator[BrowserContext]:
    """A new browser context. After the test, check for errors, CSP violations and requests to other hosts."""
    watch = Watch.of(context, site)
    yield context
    assert watch.complaints == []


@pytest.fixture(scope="module")
def _readers(browser: Browser, browser_context_args: dict, site: str) -> Iterator[Callable[..., tuple[Page, Watch]]]:
    """One page for each set of options of browser contexts."""
    with ExitStack() as contexts:

        @cache
        def open_once(**options) -> tuple[Page, Watch]:
            context = contexts.enter_context(browser.new_context(**{**browser_context_args, **options}))
            return context.new_page(), Watch.of(context, site)

        yield open_once


@pytest.fixture
def reader(_readers: Callable[..., tuple[Page, Watch]], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of a reader who goes on to the next address: much cheaper than ``page``, and watched like it.

    It is shared by the tests of a file. Each finds it empty, with the window and the settings of a new one, but with
    the files of earlier pages in its cache. What cannot be undone (scripts for each new page, routes, listeners,
    permissions), and what is about first views or about pages that change, needs a ``page``.
    """
    mark = request.node.get_closest_marker("browser_context_args")
    page, watch = _readers(**(mark.kwargs if mark else {}))
    page.goto("about:blank")
    page.mouse.move(-1, -1)
    page.context.clear_cookies()
    page.set_extra_http_headers({})
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(request.getfixturevalue("browser_context_args")["viewport"])
    watch.complaints.clear()
    yield page
    assert watch.complaints == []
