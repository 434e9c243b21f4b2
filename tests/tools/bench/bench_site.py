"""What a first visit costs: bytes on the wire, requests, how soon the text is there, what jumps.

The lecture as one page of a plain Jupyter Book is measured beside the pages of the book. What it
asks of other hosts (formulas, icons) does not arrive on a machine without the internet and is not
counted, in its favour.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from tests.site.pages import LANGUAGES, NAMES, SITE
from tests.tools import browser as chromium
from tests.tools.bench.bench_book import lecture_page

PAGES = ("index", *(name for name in NAMES if name[0].isdigit()))
# A line of 10 Mbit/s with a round trip of 40 ms.
LINE = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 10e6 / 8,
}
OBSERVE_SHIFTS = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


class GzipHandler(SimpleHTTPRequestHandler):
    """Serves files compressed, as hosts do, and keeps no log."""

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(GzipHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def measure(browser: Browser, address: str) -> tuple[float, int, float, float]:
    """Return kB on the wire, requests that were answered, seconds to the text, layout shift."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(OBSERVE_SHIFTS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    shift = page.evaluate("shift")
    context.close()
    return sum(sizes) / 1000, len(sizes), ready / 1000, shift


def main() -> None:
    """Print one row a page."""
    print(f"{'page':28} {'kB':>6} {'requests':>9} {'DOMContentLoaded':>17} {'shift':>7}")
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        plain = Path(temporary, "lecture")
        lecture_page(plain)
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        rows = {"the lecture, plain": (plain / "_build" / "html", "lecture.html")}
        rows |= {
            f"{lang}/{name}": (SITE, f"{lang}/{name}.html") for lang in LANGUAGES for name in PAGES
        }
        for row, (folder, path) in rows.items():
            with serve(folder) as address:
                weight, requests, ready, shift = measure(browser, address + path)
            print(f"{row:28} {weight:6.0f} {requests:9} {ready:15.2f} s {shift:7.4f}")
        browser.close()


if __name__ == "__main__":
    main()
