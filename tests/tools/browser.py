"""Find Chromium, which the browser tests drive, and a Korean font, or install them with apt-get."""

import os
import shutil
import subprocess
import sys

HELP = (
    "The tests of the site need Chromium, on the PATH, and a Korean font.\n"
    "Debian:  apt-get install chromium-headless-shell fonts-noto-cjk\n"
    "Fedora:  dnf install chromium-headless google-noto-sans-cjk-fonts\n"
    "macOS:   brew install --cask chromium, then put it on the PATH as chromium"
)
# Chromium without windows, whose drawing takes as long as that of the pages.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of Chromium or Chrome, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def has_korean_font() -> bool:
    """Tell whether Korean can be drawn; where nobody can be asked, it is taken to be so."""
    command = ["fc-list", ":lang=ko", "family"]
    return not shutil.which(command[0]) or bool(subprocess.check_output(command))


def install() -> None:
    """Install Chromium and a Korean font where that can be done without a question."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt_get(*arguments: str) -> bool:
        print("apt-get", *arguments, flush=True)
        return subprocess.run(["apt-get", "-qq", *arguments], env=environment).returncode == 0

    apt_get("update")
    apt_get("install", "-y", "fonts-noto-cjk")
    # Not every system of this family has the shell.
    if not (apt_get("install", "-y", SHELL) or find()):
        apt_get("install", "-y", "chromium")


if __name__ == "__main__":
    complete = shutil.which(SHELL) and has_korean_font()
    if not complete and shutil.which("apt-get") and os.geteuid() == 0:
        install()
    if not (find() and has_korean_font()):
        sys.exit(HELP)
