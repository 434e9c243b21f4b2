"""What a drill is: a fault, and how it shows that it was caught."""

import os
import re
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.book.copies import Copy

# Something that goes wrong in a copy.
Fault = Callable[[Copy], None]


class Missed(Exception):
    """A fault that nothing noticed, or that was not told where it is."""


@dataclass(frozen=True)
class Drill:
    """A fault, and the words with which it has to be reported, the place that they name first.

    `tests` have to go red, or the build has to fail if there are none; those of the `quick` drills
    that break the book are run by `make test` too.
    """

    name: str
    faults: tuple[Fault, ...]
    words: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    quick: bool = False

    def break_(self, copy: Copy) -> None:
        """Put the fault in."""
        for fault in self.faults:
            fault(copy)


@dataclass(frozen=True)
class Edit(ABC):
    """Change the text of a file, or of each of several."""

    files: str

    def __call__(self, copy: Copy) -> None:
        for path in find(copy, self.files):
            path.write_text(self.edited(path.read_text("utf-8")), "utf-8")

    @abstractmethod
    def edited(self, text: str) -> str: ...


@dataclass(frozen=True)
class Replace(Edit):
    """Replace the only place where `old` stands."""

    old: str
    new: str

    def edited(self, text: str) -> str:
        if text.count(self.old) != 1:
            raise LookupError(f"{self.files}: not there exactly once: {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class All(Edit):
    """Replace all places that a pattern matches."""

    pattern: str
    new: str
    most = 0

    def edited(self, text: str) -> str:
        text, count = re.subn(self.pattern, self.new, text, count=self.most, flags=re.M)
        if not count:
            raise LookupError(f"{self.files}: nothing matches {self.pattern!r}")
        return text


class First(All):
    """Replace the first place that a pattern matches."""

    most = 1


@dataclass(frozen=True)
class Append(Edit):
    """Add text at the end."""

    text: str

    def edited(self, text: str) -> str:
        return text + self.text


@dataclass(frozen=True)
class Remove:
    """Remove files."""

    files: str

    def __call__(self, copy: Copy) -> None:
        for path in find(copy, self.files):
            path.unlink()


def find(copy: Copy, files: str) -> list[Path]:
    """Return the files that a pattern names, which are one at least."""
    found = sorted(copy.root.glob(files))
    if not found:
        raise LookupError(f"{files}: no such file")
    return found


def kill_when(copy: Copy, pattern: str) -> None:
    """Start a build, and kill it as soon as a file or a folder of that name is there."""
    process = copy.start("-m", "book")
    while not any(copy.root.glob(pattern)):
        if process.poll() is not None:
            raise LookupError(f"{pattern}: the build ended without it")
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


# How a fault is caught. Each returns what was said.


def by_the_build(drill: Drill, copy: Copy) -> str:
    """Break the book; its build has to fail, and to leave the site alone."""
    drill.break_(copy)
    try:
        return copy.fails(*drill.words)
    except AssertionError as error:
        raise Missed(str(error)) from None


def by_tests(drill: Drill, copy: Copy) -> str:
    """Break something; tests have to fail."""
    drill.break_(copy)
    return run_tests(drill, copy)


def by_tests_of_the_site(drill: Drill, copy: Copy) -> str:
    """Break the sources of the site, which can still be built; tests of the pages have to fail."""
    drill.break_(copy)
    built = copy.build()
    if built.returncode:
        raise Missed(f"the build fails, so the tests say nothing:\n{built.stderr}")
    return run_tests(drill, copy)


def by_tests_of_the_ebooks(drill: Drill, copy: Copy) -> str:
    """Break what makes the ebooks, which are made all the same; tests of them have to fail."""
    drill.break_(copy)
    made = copy.make_ebooks()
    if made.returncode:
        raise Missed(f"the ebooks are not made, so the tests say nothing:\n{made.stderr}")
    return run_tests(drill, copy)


def by_the_next_build(drill: Drill, copy: Copy) -> str:
    """Break off a build, or damage what it left; the next one has to give the same site."""
    right = copy.pages()
    drill.break_(copy)
    built = copy.build()
    if built.returncode:
        raise Missed(f"the next build fails:\n{built.stdout}{built.stderr}")
    pages = copy.pages()
    wrong = sorted(name for name in right | pages if right.get(name) != pages.get(name))
    if wrong:
        raise Missed(f"the next build gives other pages: {wrong}")
    return f"{len(right)} pages as they should be"


def run_tests(drill: Drill, copy: Copy) -> str:
    """Run a drill's tests, which have to fail and to say the drill's words.

    A few that fail are waited for: one fault may have several consequences.
    """
    result = copy.run("-m", "pytest", "--maxfail=4", "-q", "-p", "no:cacheprovider", *drill.tests)
    said = result.stdout + result.stderr
    if result.returncode != 1:
        raise Missed(f"pytest ended with {result.returncode}:\n{said}")
    for word in drill.words:
        if word not in said:
            raise Missed(f"nothing said of {word!r}:\n{said}")
    return said
