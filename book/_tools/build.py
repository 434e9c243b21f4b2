"""Build the book: run the chapters, make a site of each language, publish all of it at once.

All pages of a language are made from nothing whenever anything that they depend on has changed.
Sphinx can keep pages that it takes for unchanged, but overlooks what they show of others.
"""

import fcntl
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import fingerprint, sources
from .environ import set_environment
from .repository import find_repository, find_site
from .site import complete
from .sources import ROOT, BookError, Language

BUILD = ROOT / "_build"
# Each language is built here, and stays until something changes.
WORK = BUILD / "work"
# The site that is published, and the one before it while they change places.
SITE, EARLIER = BUILD / "html", BUILD / "html.earlier"


def cache_path() -> Path:
    """Return the execution cache of this `linefit`, these pins, this Python."""
    return BUILD / "cache" / fingerprint.outputs()


def run_chapters(languages: list[Language], names: list[str]) -> None:
    """Run what has to be run, and forget the outputs of other versions of the code."""
    from .execute import execute  # slow to import, and needed by a new build only

    cache = cache_path()
    count = execute([each.folder / f"{name}.md" for each in languages for name in names], cache)
    if cache_path() != cache:
        shutil.rmtree(cache)  # nobody knows which outputs are of which version
        raise BookError("src: changed while the chapters ran; build again")
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


def mark(language: Language) -> Path:
    """Return where stands what the pages of a language were made of, if their build ended well."""
    return WORK / f"{language.code}.finished"


def finished(language: Language) -> str:
    """Return what the pages of a language were made of; nothing if they are not whole."""
    return mark(language).read_text() if mark(language).exists() else ""


def build_language(language: Language) -> None:
    """Build one language; in its process, what is printed goes to its log."""
    from jupyter_book.sphinx import build_sphinx

    # Sphinx holds on to all that it makes; to look for garbage in it takes a sixth of the time.
    gc.set_threshold(100_000)
    output(language).mkdir(parents=True)
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


def build_languages(languages: list[Language]) -> None:
    """Build languages side by side."""
    begun = time.monotonic()
    # Forks have imported already what the check of the chapters needed too.
    forks = multiprocessing.get_context("fork")
    builds = [(each, forks.Process(target=build_language, args=(each,))) for each in languages]
    for _, process in builds:
        process.start()
    failures = []
    for language, process in builds:
        process.join()
        log = log_path(language).read_text("utf-8")
        if process.exitcode:
            failures.append(f"{language.code}: the build failed\n{log}")
        else:
            print(f"{log}  {language.code}: built, {time.monotonic() - begun:.1f} s", flush=True)
    if failures:
        raise BookError("\n".join(failures))


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


@contextmanager
def lock() -> Iterator[None]:
    """Wait until no other build works in this folder, and keep others out until this one ends.

    Forks inherit the lock, so that it is held until the last process of a killed build is gone.
    """
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build works in this folder; waiting until it ends", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build() -> None:
    """Build the book if anything has changed, and publish it."""
    if EARLIER.exists() and not SITE.exists():
        EARLIER.rename(SITE)  # a build was killed in between
    languages, names = sources.languages(), sources.pages()
    made_of = {each.code: fingerprint.pages(each, languages) for each in languages}
    stale = [each for each in languages if finished(each) != made_of[each.code]]
    if stale:
        for each in stale:
            mark(each).unlink(missing_ok=True)
            shutil.rmtree(WORK / each.code, ignore_errors=True)
        sources.check_settings()
        if find_repository() is None:
            print("No repository on GitHub: pages link no Colab and no Binder")
        run_chapters(stale, names)
        build_languages(stale)
        for each in stale:
            mark(each).write_text(made_of[each.code])
    publish(languages, names)


def main() -> None:
    # Ctrl-C ends the build as a kill does: at once, and the next build can live with what is left.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    begun = time.monotonic()
    set_environment()
    try:
        with lock():
            build()
    except (BookError, OSError) as error:
        sys.exit(f"{error}\n\nThe book was not built.")
    print(f"The book is built, {time.monotonic() - begun:.1f} s. Open {SITE / 'index.html'}")
