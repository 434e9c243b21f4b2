"""Cache keys: content hashes of all that an output or a page depends on.

Times of files say nothing: a file that is copied, moved or taken back may bear any.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from . import sources
from .repository import find_repository, find_site, last_changes
from .sources import Language

# What tools leave beside the sources.
MADE = {"__pycache__", "_build", ".ipynb_checkpoints"}
# What decides how a cell is run; a cell's own text is the key within the cache.
RUNNERS = (
    *("_ext/outputs.py", "_tools/environ.py", "_tools/execute.py", "_tools/kernels.py"),
    "matplotlibrc",
)


def files(folder: Path) -> list[Path]:
    """Return the files below a folder that somebody wrote."""
    # Also in folders that lie elsewhere, and are linked.
    walk = os.walk(folder, followlinks=True)
    paths = (Path(within, name) for within, _, names in walk for name in names)
    made = (path for path in paths if not MADE.intersection(path.relative_to(folder).parts))
    # While a file is edited, Emacs keeps a link beside it that leads nowhere.
    return [path for path in made if path.exists()]


def fingerprint(paths: Iterable[Path], *facts: object) -> str:
    """Return a name for the contents of files, for the packages that read them, and for facts."""
    digest = hashlib.sha256(json.dumps([sys.version, packages(), *facts]).encode())
    for path in sorted(paths):
        name = path.relative_to(sources.ROOT).as_posix()
        digest.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def packages() -> list[str]:
    """Return what `requirements.txt` pins, as it is installed; tests install more.

    To ask for them takes as long as all files together, so that is done once.
    """
    pins = (sources.ROOT / "requirements.txt").read_text("utf-8")
    found = (distributions(name=name) for name in re.findall(r"^([\w.-]+)==", pins, re.M))
    return [f"{each.name}=={each.version}" for versions in found for each in versions]


def outputs() -> str:
    """Return a name for all that the outputs of cells depend on, beside the cells.

    A cell's text does not change when the module that it imports does.
    """
    runners = [sources.BOOK / name for name in RUNNERS]
    return fingerprint([*files(sources.ROOT / "src"), *runners])


def pages(language: Language, languages: list[Language]) -> str:
    """Return a name for all that the pages of one of the book's languages depend on."""
    # Of the others they show the names alone.
    others = [each.folder for each in languages if each != language]
    text = [
        path
        for path in files(sources.BOOK)
        if path.name == sources.OVERLAY_FILE
        or not any(path.is_relative_to(each) for each in others)
    ]
    settings = [sources.ROOT / name for name in ("_config.yml", "_toc.yml", "pyproject.toml")]
    repository = find_repository(sources.ROOT)
    days = last_changes(sources.BOOK, sources.ROOT)
    return fingerprint(
        [*text, *files(sources.ROOT / "src"), *settings],
        find_site(repository),
        str(repository),
        sorted((name, day) for name, day in days.items() if sources.BOOK / name in text),
    )
