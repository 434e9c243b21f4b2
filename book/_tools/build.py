"""Build the book: run the chapters, make a site of each language, publish all of it at once.

The pages of a language are made from nothing whenever anything that they depend on has changed.
Sphinx can keep pages that it takes for unchanged, but overlooks what they show of others.
"""

import errno
import fcntl
import multiprocessing
import os
import shutil
import signal
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from . import fingerprint, sources
from .environ import set_environment
from .repository import find_repository, find_site
from .site import complete
from .sources import BOOK, ROOT, Language, SourceError

BUILD = ROOT / "_build"
# Each language is built here, and stays until something that it depends on changes.
WORK = BUILD / "work"
# The site that is published, and the one before it while they change places.
SITE, EARLIER = BUILD / "html", BUILD / "html.earlier"
NEEDED = 150_000_000  # bytes that a build has to find free; one from nothing takes half of them
# What the system and SQLite say when there is no room left.
FULL = (os.strerror(errno.ENOSPC), "disk is full")


class BuildError(Exception):
    """A build that must not be published."""


def cache_path() -> Path:
    """Return the execution cache of this `linefit`, these pins, this Python."""
    return BUILD / "cache" / fingerprint.outputs()


def run_chapters(languages: list[Language], names: list[str]) -> None:
    """Run what has to be run, and forget the outputs of other versions of the code."""
    from .execute import execute  # slow to import, and needed by a new build only

    paths = [language.folder / f"{name}.md" for language in languages for name in names]
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BuildError(
            "\n".join(f"{p.relative_to(ROOT)}: named in _toc.yml, not found" for p in missing)
        )
    cache = cache_path()
    count = execute(paths, cache)
    if cache_path() != cache:
        shutil.rmtree(cache)  # nobody knows which outputs are of which version
        raise BuildError("src: changed while the chapters ran; build again")
    print(f"{count} of {len(names)} pages had code to run", flush=True)
    for other in cache.parent.iterdir():
        if other != cache:
            shutil.rmtree(other)


def output(language: Language) -> Path:
    """Return where Jupyter Book writes the pages of a language."""
    return WORK / language.code / "_build" / "html"


def log_path(language: Language) -> Path:
    """Return where the build of a language writes what it has to say."""
    return WORK / f"{language.code}.log"


def finished(language: Language) -> Path:
    """Return the file that names what the pages of a build that ended well were made of."""
    return WORK / f"{language.code}.finished"


def is_finished(language: Language, made_of: str) -> bool:
    """Tell whether the pages of a language are there, and were made of what is there now."""
    file = finished(language)
    return file.exists() and file.read_text() == made_of


def start(language: Language) -> BaseProcess:
    """Start the Jupyter Book build of one language, from nothing, in a process of its own."""
    finished(language).unlink(missing_ok=True)
    shutil.rmtree(WORK / language.code, ignore_errors=True)
    output(language).mkdir(parents=True)
    # A fork has imported already what the check of the chapters needed too.
    process = multiprocessing.get_context("fork").Process(target=build_language, args=(language,))
    process.start()
    return process


def build_language(language: Language) -> None:
    """Build one language; in its process, what is printed goes to its log."""
    from jupyter_book.sphinx import build_sphinx

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with log_path(language).open("w") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    sys.argv = ["jupyter-book"]
    status = build_sphinx(
        language.folder,
        output(language),
        path_config=sources.CONFIG,
        noconfig=True,
        confoverrides={
            "external_toc_path": str(sources.TOC),
            "latex_individualpages": False,
            "nitpicky": True,
            "whole_site": True,
        },
        quiet=True,
        warningiserror=True,
        keep_going=True,
    )
    sys.stdout.flush()
    sys.exit(0 if status == 0 else 1)


def build_languages(languages: list[Language], made_of: dict[str, str]) -> None:
    """Build languages side by side."""
    begun = time.monotonic()
    WORK.mkdir(exist_ok=True)
    builds = {language.code: start(language) for language in languages}
    failures = []
    for language in languages:
        process = builds[language.code]
        process.join()
        log = log_path(language).read_text("utf-8")
        if process.exitcode:
            failures.append(f"{language.code}: the build failed\n{log}")
        else:
            finished(language).write_text(made_of[language.code])
            print(f"{log}  {language.code}: built, {time.monotonic() - begun:.1f} s", flush=True)
    if failures:
        raise BuildError("\n".join(failures))


def publish(languages: list[Language], names: list[str]) -> None:
    """Put the site in place as a whole: a reader never sees half of it."""
    fresh = BUILD / "html.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for language in languages:
        # Sphinx's note for a later build; it names this folder.
        ignore = shutil.ignore_patterns(".buildinfo")
        shutil.copytree(output(language), fresh / language.code, ignore=ignore)
    complete(fresh, find_site(find_repository()), languages, names)
    shutil.rmtree(EARLIER, ignore_errors=True)
    if SITE.exists():
        SITE.rename(EARLIER)
    fresh.rename(SITE)
    shutil.rmtree(EARLIER, ignore_errors=True)


def tidy() -> None:
    """Put right what a build left that was broken off, or was another version's."""
    if EARLIER.exists() and not SITE.exists():
        EARLIER.rename(SITE)
    if SITE.is_symlink():
        SITE.unlink()
    for name in ("site-a", "site-b"):
        shutil.rmtree(BUILD / name, ignore_errors=True)
    codes = {path.name for path in BOOK.iterdir()}
    for left in WORK.glob("*"):
        if left.name.partition(".")[0] not in codes:
            (shutil.rmtree if left.is_dir() else Path.unlink)(left)


def take_lock() -> int:
    """Wait until no other build works in this folder, and keep others out until this one ends.

    Forks inherit the lock, so that it is held until the last process of a killed build is gone.
    """
    BUILD.mkdir(exist_ok=True)
    lock = os.open(BUILD / "lock", os.O_CREAT | os.O_WRONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another build works in this folder; waiting until it ends", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def check_disk_space() -> None:
    """Stop before anything is touched if the disk would fill up on the way."""
    free = shutil.disk_usage(BUILD).free
    if free < NEEDED:
        raise BuildError(
            f"{BUILD}: the disk has {free / 1e6:.0f} MB free, and a build needs {NEEDED / 1e6:.0f}"
        )


def error_message(error: Exception) -> str:
    """Return what to tell of an error; of a full disk not where in Sphinx it was noticed."""
    signs = [line for line in str(error).splitlines() if any(sign in line for sign in FULL)]
    # There may have been no room for the log either, which then says nothing.
    if signs or shutil.disk_usage(ROOT).free < 1_000_000:
        return "\n".join([*(signs or [str(error)]), "The disk is full."])
    return str(error)


def build() -> None:
    """Build what has changed, and publish the whole."""
    check_disk_space()
    tidy()
    languages, names = sources.languages(), sources.pages()
    made_of = {each.code: fingerprint.pages(each, languages) for each in languages}
    changed = [each for each in languages if not is_finished(each, made_of[each.code])]
    if changed:
        sources.check_config()
        if find_repository() is None:
            print("No repository on GitHub: pages link no Colab and no Binder")
        run_chapters(changed, names)
        build_languages(changed, made_of)
    publish(languages, names)


def main() -> None:
    # Ctrl-C ends the build as a kill does: at once, and the next build can live with what is left.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    begun = time.monotonic()
    set_environment()
    try:
        lock = take_lock()
        build()
    except (BuildError, SourceError, OSError) as error:
        sys.exit(f"{error_message(error)}\n\nThe book was not built.")
    os.close(lock)
    print(f"The book is built, {time.monotonic() - begun:.1f} s. Open {SITE / 'index.html'}")
