"""The site as `make run` starts it, in a browser, with a watch on everything that must not happen in one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, expect

from tests import servers
from tests.prepared import prepared

from .addresses import NOWHERE

#: Milliseconds. Only a test that fails waits so long, and one on a machine that does much else.
PATIENCE = 120_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as ``make run`` serves it on its second day, from a copy of what its first start made."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared("site", "sqlite"), folder, dirs_exist_ok=True)
    with servers.run_site(folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Where ``page.goto("/en/")`` leads."""
    return site


#: Of Chromium: what Playwright leaves out, which is forgotten where something else is named; and the pages inside the
#: address bar, which cost more than the page of a test, for every window anew.
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
    """The system's Chromium, which asks nobody for updates and draws no address bar that nobody sees."""
    quiet = ["no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"]
    quiet.append(f"disable-features={','.join(NOT_NEEDED)}")
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [f"--{name}" for name in ("no-sandbox", "disable-gpu", *quiet)],
    }


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """Every context that a test opens is patient."""
    new_context = browser.new_context

    def patient(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    browser.new_context = patient
    return browser


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
        # So it does when words with an error are not saved, which the translation editor says in a sentence.
        if message.text.endswith("status of 422 (Unprocessable Entity)"):
            return
        # And when a form of the admin that saves itself is not complete yet.
        if message.text.endswith("status of 400 (Bad Request)") and "/admin/" in message.location.get("url", ""):
            return
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")
