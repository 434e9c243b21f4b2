"""Find the Chromium that the browser tests drive, or install one with Debian's package manager."""

import os
import shutil
import subprocess
import sys

HELP = (
    "The tests of the site need Chromium and a Korean font, and found none on the PATH.\n"
    "Debian, Ubuntu:  apt-get install chromium fonts-noto-cjk\n"
    "Fedora:          dnf install chromium google-noto-sans-cjk-fonts\n"
    "macOS:           brew install --cask chromium, then put it on the PATH as chromium"
)


def find() -> str | None:
    """Return the path of Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def install() -> None:
    """Install Chromium and a Korean font where that can be done without a question."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(HELP)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "chromium", "fonts-noto-cjk"]):
        print("apt-get", *command, flush=True)
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=True)


if __name__ == "__main__":
    if find() is None:
        install()
    if find() is None:
        sys.exit(HELP)
