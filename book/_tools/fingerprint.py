"""Cache keys: content hashes of all that an output or a page depends on.

Times of files say nothing: a file that is copied, moved or taken back may bear any.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from . import sources
from .repository import find_repository, find_site, last_changes
from .sources import Language

# What tools leave beside the sources.
MADE = {"__pycache__", "_build", ".ipynb_checkpoints"}
# What decides how a cell is run; a cell's own text is the key within the cache.
RUNNERS = ("_tools/environ.py", "_tools/execute.py", "_tools/kernels.py", "matplotlibrc")


def files(folder: Path) -> list[Path]:
    """Return the files below a folder that somebody wrote."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [
        path
        for path in found
        if not MADE.intersection(path.parts[len(folder.parts) :])
        and not any(part.endswith(".egg-info") for part in path.parts)
        and path.suffix != ".pyc"
    ]


def fingerprint(paths: Iterable[Path], *facts: object) -> str:
    """Return a name for the contents of files, for the packages that read them, and for facts."""
    digest = hashlib.sha256(json.dumps([sys.version, packages(), *facts]).encode())
    for path in sorted(paths):
        name = path.relative_to(sources.ROOT).as_posix()
        digest.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def packages() -> list[str]:
    """Return what `requirements.txt` pins, as it is installed; tests install more."""
    pins = (sources.ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pinned = {canonical(pin.partition("==")[0]) for pin in pins}
    found = (each for each in distributions() if canonical(each.name) in pinned)
    return sorted({f"{each.name}=={each.version}" for each in found})


def canonical(name: str) -> str:
    """Return the name of a package as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def outputs() -> str:
    """Return a name for all that the outputs of cells depend on, beside the cells.

    A cell's text does not change when the module that it imports does.
    """
    runners = [sources.BOOK / name for name in RUNNERS]
    return fingerprint([*files(sources.ROOT / "src"), *runners])


def pages(language: Language, languages: list[Language]) -> str:
    """Return a name for all that the pages of a language depend on.

    A page shows titles, numbers and labels of others, so all pages of a language bear one name.
    """
    others = [other.folder for other in languages if other != language]
    shared = [
        path
        for folder in (sources.BOOK, sources.ROOT / "src")
        for path in files(folder)
        if not any(other in path.parents for other in others)
    ]
    settings = [sources.ROOT / name for name in ("_config.yml", "_toc.yml", "pyproject.toml")]
    repository = find_repository()
    return fingerprint(
        [*shared, *settings],
        [other.code for other in languages],
        find_site(repository),
        str(repository),
        sorted(last_changes(language.folder).items()),
    )
