"""What a first visit costs: bytes on the wire, requests, and how soon the text is there.

The plain Jupyter Book page of the same lecture was measured once, in the same way.
"""

import gzip
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import sync_playwright

from tests import browser as chromium
from tests.site.pages import LANGUAGES, SITE

PAGES = ("index", "04-loss", "09-learning-rate", "10-stability")
PLAIN = {"04-loss": (1485, "a text chapter"), "09-learning-rate": (8392, "all its animations")}
# A line of 10 Mbit/s with a round trip of 40 ms.
LINE = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 10e6 / 8,
}


def measure(browser, address: str) -> tuple[float, int, float]:
    """Return kB on the wire as a server with gzip sends them, requests, and seconds to the text."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(address, wait_until="networkidle")
    bodies = [response.body() for response in responses]
    weight = sum(min(len(body), len(gzip.compress(body))) for body in bodies)
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    context.close()
    return weight / 1000, len(bodies), ready / 1000


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Print one row a page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(SITE)))
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"{'page':20} {'kB':>6} {'requests':>9} {'DOMContentLoaded':>17}   plain Jupyter Book")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for language in LANGUAGES:
            for name in PAGES:
                row = f"{language}/{name}"
                address = f"http://127.0.0.1:{server.server_port}/{row}.html"
                weight, requests, ready = measure(browser, address)
                plain = "{} kB ({})".format(*PLAIN[name]) if name in PLAIN else ""
                print(f"{row:20} {weight:6.0f} {requests:9} {ready:15.2f} s   {plain}")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
