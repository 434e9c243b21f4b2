"""Find Chromium, which the browser tests drive, and a Korean font, or install them with apt-get."""

import os
import shutil
import subprocess
import sys

HELP = (
    "The tests of the site need Chromium, on the PATH, and a Korean font.\n"
    "Debian, Ubuntu:  apt-get install chromium fonts-noto-cjk\n"
    "Fedora:          dnf install chromium google-noto-sans-cjk-fonts\n"
    "macOS:           brew install --cask chromium, then put it on the PATH as chromium"
)


def find() -> str | None:
    """Return the path of Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def has_korean_font() -> bool:
    """Tell whether Korean can be drawn; where nobody can be asked, it is taken to be so."""
    command = ["fc-list", ":lang=ko", "family"]
    return not shutil.which(command[0]) or bool(subprocess.check_output(command))


def install() -> None:
    """Install Chromium and a Korean font where that can be done without a question."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(HELP)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "chromium", "fonts-noto-cjk"]):
        print("apt-get", *command, flush=True)
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=True)


if __name__ == "__main__":
    if not (find() and has_korean_font()):
        install()
    if not (find() and has_korean_font()):
        sys.exit(HELP)
