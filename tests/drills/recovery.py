"""What an interrupted build leaves: the next one has to give the right site by itself."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from tests.book.copies import Copy
from tests.drills.drill import Drill, Fault, kill_when

# Half a page, and the build is no more.
STOP = """    if page == "references":
        import os, signal
        Path(app.outdir, "references.html").write_text("<!doctype html>", "utf-8")
        os.killpg(0, signal.SIGKILL)
"""


def forget(copy: Copy, *names: str) -> None:
    """Remove what earlier builds left."""
    for name in names:
        shutil.rmtree(copy.root / "_build" / name)


def damaged(pattern: str, damage: Callable[[Path], object]) -> Fault:
    """Return a fault of a file of the cache, which is asked only when pages are made anew."""

    def fault(copy: Copy) -> None:
        forget(copy, "work")
        (file,) = copy.root.glob(f"_build/cache/*/{pattern}")
        damage(file)

    return fault


OUTPUTS, DATABASE = "executed/*/base.ipynb", "global.db"


def die_while_a_chapter_runs(copy: Copy) -> None:
    forget(copy, "cache", "work")
    kill_when(copy, "_build/cache/*/global.db")


def die_while_pages_are_read(copy: Copy) -> None:
    forget(copy, "work")
    kill_when(copy, "_build/work/*/_build/.doctrees")


def die_while_a_page_is_written(copy: Copy) -> None:
    extension = copy.root / "book" / "_ext" / "page.py"
    text = extension.read_text("utf-8")
    place = '    context["asset"] = asset(app, pathto)\n'
    if text.count(place) != 1:
        raise LookupError(f"{extension.name}: not there exactly once: {place!r}")
    extension.write_text(text.replace(place, place + STOP), "utf-8")
    killed = copy.build()
    if killed.returncode != -signal.SIGKILL:
        raise LookupError(f"the build was not killed: {killed.stdout}{killed.stderr}")
    extension.write_text(text, "utf-8")


def die_while_the_site_is_copied(copy: Copy) -> None:
    half = copy.root / "_build" / "html.new" / "en"
    half.mkdir(parents=True)
    half.joinpath("01-chapter.html").write_text("<!doctype html>")


def die_between_the_old_site_and_the_new(copy: Copy) -> None:
    die_while_the_site_is_copied(copy)
    copy.site.rename(copy.root / "_build" / "html.earlier")


def recover(name: str, *faults, quick: bool = False) -> Drill:
    return Drill(name, faults, quick=quick)


DRILLS = [
    recover(
        "the outputs of a chapter are cut off",
        damaged(OUTPUTS, lambda file: os.truncate(file, 100)),
        quick=True,
    ),
    recover("the outputs of a chapter are gone", damaged(OUTPUTS, Path.unlink)),
    recover(
        "the cache's database is none",
        damaged(DATABASE, lambda file: file.write_text("not a database")),
        quick=True,
    ),
    recover("the cache's database is empty", damaged(DATABASE, lambda file: os.truncate(file, 0))),
    recover("killed while a chapter ran", die_while_a_chapter_runs),
    recover("killed while pages were read", die_while_pages_are_read),
    recover("killed while a page was written", die_while_a_page_is_written, quick=True),
    recover("killed while the site was copied", die_while_the_site_is_copied),
    recover("killed between the old site and the new", die_between_the_old_site_and_the_new),
]
