"""Find the browsers that the tests drive and a Korean font, or install them with apt-get.

Chromium is tried most closely, Firefox and WebKit, which is Safari's engine, on every page, but on
macOS, which has no WebKitGTK.
"""

import os
import shutil
import subprocess
import sys

from book._tools.chromium import SHELL, find

HELP = (
    "The tests of the site need a Korean font and browsers, which are looked for on the PATH.\n"
    "Debian:  apt-get install chromium-headless-shell firefox-esr webkit2gtk-driver xvfb"
    " fonts-noto-cjk\n"
    "macOS:   brew install --cask chromium firefox, then put them on the PATH by these names"
)
HAS_WEBKIT = sys.platform != "darwin"
# The other engines: Debian's packages, and the programs that are wanted of each, by any name.
OTHERS = {"firefox-esr": ("firefox-esr", "firefox")}
if HAS_WEBKIT:
    OTHERS |= {"webkit2gtk-driver": ("WebKitWebDriver",), "xvfb": ("Xvfb",)}


def lacking() -> list[str]:
    """Return the packages of other engines whose programs are not there."""
    return [package for package, programs in OTHERS.items() if not find(*programs)]


def has_korean_font() -> bool:
    """Tell whether Korean can be drawn; where nobody can be asked, it is taken to be so."""
    command = ["fc-list", ":lang=ko", "family"]
    return not shutil.which(command[0]) or bool(subprocess.check_output(command))


def install() -> None:
    """Install browsers and a Korean font where that can be done without a question."""
    # Nobody is asked for a password.
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]

    def apt_get(*arguments: str) -> bool:
        print("apt-get", *arguments, flush=True)
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
        return subprocess.run(command).returncode == 0

    apt_get("update")
    apt_get("install", "-y", "fonts-noto-cjk")
    # Not every system of this family has the shell.
    if not (apt_get("install", "-y", SHELL) or find()):
        apt_get("install", "-y", "chromium")
    for package in lacking():
        apt_get("install", "-y", "--no-install-recommends", package)


def complete() -> bool:
    """Tell whether the tests have all they need."""
    return bool(find() and has_korean_font() and not lacking())


if __name__ == "__main__":
    best = shutil.which(SHELL) and complete()
    if not best and shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        install()
    if not complete():
        sys.exit(HELP)
