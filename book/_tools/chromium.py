"""Find Chromium: it prints the book, and the tests look at the pages in it."""

import shutil

# Without windows, whose drawing takes as long as that of the pages.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What it is started with; it asks nobody for anything.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(*names: str) -> str | None:
    """Return the path of the first program that there is, of Chromium or Chrome by default."""
    return next((path for name in names or NAMES if (path := shutil.which(name))), None)
