"""A real browser and a local server for the tests of pages.

Whatever a test does with `page`, it fails if the page writes an error to the console, throws one,
does what its policy forbids, or asks another host for anything.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from book._tools.chromium import ARGUMENTS
from tests.site.alone import PATIENCE
from tests.site.pages import SITE
from tests.tools import browser as chromium

expect.set_options(timeout=PATIENCE)
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.HELP)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield instance
        instance.close()


@contextmanager
def watched(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield what opens watched pages; it takes the options of a browser context."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def check_message(message: ConsoleMessage) -> None:
        # Chromium before 114 takes the attribute for a slip of ours.
        if message.type == "error" and "a 'popover' attribute" not in message.text:
            faults.append(f"console: {message.text}")

    def check_request(url: str) -> None:
        where = urlsplit(url)
        if where.scheme in ("http", "https") and where.hostname not in ("127.0.0.1", "localhost"):
            faults.append(f"asked another host: {url}")

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", check_message)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: check_request(request.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens watched pages; takes the options of a browser context, as `viewport=…`."""
    with watched(browser) as open_page:
        yield open_page


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One watched page, 1200 by 900 pixels."""
    return new_page(viewport={"width": 1200, "height": 900})


@pytest.fixture(scope="session")
def site(serve: Callable[[Path], str]) -> str:
    """The address of the book."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no site to test: run `make book`")
    return serve(SITE)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder and returns its address, which ends with a slash."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = partial(QuietHandler, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
