"""Put every fault into a copy of its own, and tell whether it was caught.

``python -m tests.drills WORD`` runs the drills whose names hold the word.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.book.copies import Copy
from tests.drills.drill import Drill, Missed
from tests.drills.layers import LAYERS, Layer


def run(layer: Layer, drill: Drill, whole_book: Copy, small_book: Copy) -> bool:
    """Run one drill, print a line, and return whether the fault was caught."""
    start = time.monotonic()
    with TemporaryDirectory() as folder:
        copy = (small_book if layer.small else whole_book).again(Path(folder, "copy"))
        try:
            said, caught = layer.caught(drill, copy), True
        except Missed as missed:
            said, caught = str(missed), False
    seconds = time.monotonic() - start
    told = excerpt(said, drill.words) if caught else said
    print(
        f"{'caught' if caught else 'MISSED'} {seconds:5.1f} s  "
        f"{layer.name}: {drill.name}\n{'':16}{told}",
        flush=True,
    )
    return caught


def excerpt(said: str, words: tuple[str, ...]) -> str:
    """Return the line that names the place, and says most of the other words."""
    lines = [line.strip() for line in said.splitlines()]
    place = words[0] if words else ""
    return max(lines, key=lambda line: (place in line, sum(word in line for word in words)))[:150]


def check_without_faults(whole_book: Copy, small_book: Copy) -> None:
    """Run every test that a drill wants red: it proves nothing unless it is green before."""
    with TemporaryDirectory() as folder:
        for small in (True, False):
            copy = (small_book if small else whole_book).again(Path(folder, f"small-{small}"))
            layers = [layer for layer in LAYERS if layer.small == small]
            tests = {test for layer in layers for drill in layer.drills for test in drill.tests}
            # In their order: tests of the site leave a process to Playwright, and ebooks need it.
            workers = ("--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
            result = copy.run("-m", "pytest", "-q", *workers, *sorted(tests))
            if result.returncode:
                sys.exit(f"Red without a fault:\n{result.stdout}{result.stderr}")


def main(word: str = "") -> None:
    """Run the drills, and fail if one was missed."""
    start = time.monotonic()
    jobs = [(layer, drill) for layer in LAYERS for drill in layer.drills]
    jobs = [(layer, drill) for layer, drill in jobs if word in f"{layer.name}: {drill.name}"]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        # Once, at the start: what is edited meanwhile does not mix in.
        whole_book = Copy.of_sources(Path(folder, "whole"))
        small_book = Copy.of_small_book(Path(folder, "small"))
        for copy in (whole_book, small_book):
            copy.share_tools()
            copy.passes()
        if not word:
            made = whole_book.make_ebooks()
            assert made.returncode == 0, made.stderr
            check_without_faults(whole_book, small_book)
        caught = list(pool.map(lambda job: run(*job, whole_book, small_book), jobs))
    print(f"{sum(caught)} of {len(caught)} caught, {time.monotonic() - start:.0f} s")
    if not all(caught):
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
