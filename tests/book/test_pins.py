"""requirements.txt names every package of the environment, each exactly, and none in vain."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.book.pages import ROOT

LINES = [
    line for line in (ROOT / "requirements.txt").read_text().splitlines() if line[:1] not in "#"
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ASKED = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]
# Where a pin may be needed though it is not needed here.
ELSEWHERE = [
    {"python_version": python, "python_full_version": f"{python}.0", **system}
    for python in ("3.11", "3.12", "3.13")
    for system in (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    )
]
# pip installs the pins, so it comes before them. CUDA comes with the torch of PyPI alone, which
# asks for exact versions of it; CI takes torch without.
UNPINNED = re.compile(r"pip$|nvidia-|cuda-|triton$")


def pins() -> dict[str, str]:
    """Return the pinned version of every package."""
    return {
        canonicalize_name(name): pin for name, _, pin in (line.partition("==") for line in LINES)
    }


def needed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return every package that the book needs, with the one that asks for it."""
    found: dict[str, str] = {}
    done: dict[str, set[str]] = defaultdict(set)
    waiting = [(requirement, "pyproject.toml") for requirement in ASKED]
    while waiting:
        requirement, asking = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, asking)
        for extra in {"", *requirement.extras} - done[name]:
            done[name].add(extra)
            try:
                lines = requires(name) or []
            except PackageNotFoundError:
                continue
            waiting += [
                (other, name)
                for other in map(Requirement, lines)
                if not other.marker or other.marker.evaluate({**environment, "extra": extra})
            ]
    return found


def test_every_line_is_an_exact_version():
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_no_package_is_pinned_twice():
    names = [canonicalize_name(line.partition("==")[0]) for line in LINES]
    assert sorted(names) == sorted(set(names))


def test_everything_that_is_needed_is_pinned():
    missing = {
        name: asking
        for name, asking in needed({}).items()
        if name not in pins() and not UNPINNED.match(name)
    }
    assert not missing, "\n".join(
        f"{name}: {asking} asks for it, and requirements.txt does not name it"
        for name, asking in sorted(missing.items())
    )


def test_nothing_else_is_pinned():
    used = {name for environment in ELSEWHERE for name in needed(environment)}
    vain = sorted(set(pins()) - used)
    assert not vain, f"requirements.txt pins what nothing asks for: {', '.join(vain)}"


def test_pins_are_within_the_ranges():
    versions = pins()
    outside = [
        f"{requirement} in pyproject.toml, {name}=={versions[name]} in requirements.txt"
        for requirement in ASKED
        if (name := canonicalize_name(requirement.name)) in versions
        and versions[name] not in requirement.specifier
    ]
    assert not outside, "\n".join(outside)


def test_what_is_installed_is_what_is_pinned():
    versions = pins()
    # "2.13.0+cpu" is 2.13.0 without CUDA.
    installed = {name: version(name).partition("+")[0] for name in needed({}) if name in versions}
    others = [
        f"{name}: {versions[name]}" for name in installed if installed[name] != versions[name]
    ]
    assert not others, f"not what is installed, so run make: {', '.join(others)}"
