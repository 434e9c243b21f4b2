"""What is imported is declared, and what is needed is pinned: exactly, once, and no more."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.book.source_pages import BOOK, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
LIBRARY = [Requirement(line) for line in PROJECT["dependencies"]]
BUILD = LIBRARY + [Requirement(line) for line in EXTRAS["book"]]
ALL = BUILD + [Requirement(line) for line in EXTRAS["test"]]
FILES = ("requirements.txt", "tests/requirements.txt")
# pip installs the pins, and CUDA comes with the torch of PyPI alone.
UNPINNED = re.compile(r"pip$|nvidia-|cuda-|triton$")


def lines(file: str) -> list[str]:
    return [line for line in (ROOT / file).read_text().splitlines() if not line.startswith("#")]


def pins(file: str) -> dict[str, str]:
    named = (line.partition("==") for line in lines(file))
    return {canonicalize_name(name): pin for name, _, pin in named}


@cache
def needs(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        return []  # is not pinned either


def closure(asked: list[Requirement], **environment: str) -> set[str]:
    """Return the names of all that is needed for what is asked for."""
    waiting, needed = list(asked), {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras} - needed.setdefault(name, set()):
            needed[name].add(extra)
            here = {**environment, "extra": extra}
            waiting += [r for r in needs(name) if not r.marker or r.marker.evaluate(here)]
    return {name for name in needed if not UNPINNED.match(name)}


def test_every_pin_is_an_exact_version_and_the_only_one_of_its_package():
    both = [line for file in FILES for line in lines(file)]
    assert [line for line in both if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    names = [canonicalize_name(line.partition("==")[0]) for line in both]
    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_pins_are_what_is_needed_and_nothing_else(file):
    asked, others = (BUILD, set()) if file == FILES[0] else (ALL, closure(BUILD))
    missing = closure(asked) - others - pins(file).keys()
    assert not missing, f"{file} does not pin {', '.join(sorted(missing))}"
    # Some are needed by the oldest Python alone.
    vain = pins(file).keys() - closure(asked) - closure(asked, python_version="3.11")
    assert not vain, f"{file} pins {', '.join(sorted(vain))}, which nothing there asks for"


def test_pins_are_installed_and_within_the_ranges():
    pinned = pins(FILES[0]) | pins(FILES[1])
    # "2.13.0+cpu" is 2.13.0 without CUDA.
    installed = {name: version(name).partition("+")[0] for name in pinned}
    expired = [f"{name}: {pinned[name]}" for name in pinned if pinned[name] != installed[name]]
    assert not expired, f"not what is installed, so run make: {', '.join(expired)}"
    ranges = [(requirement, installed[canonicalize_name(requirement.name)]) for requirement in ALL]
    outside = [f"{asked}, not {pin}" for asked, pin in ranges if pin not in asked.specifier]
    assert not outside, f"pyproject.toml asks for {'; '.join(outside)}"


def imports(folder: str) -> set[str]:
    """Return the modules that the programs of a folder import, and those that _config.yml names."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / folder).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    sources = [node for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    names |= {f"{node.module}.{alias.name}" for node in sources for alias in node.names}
    if folder == "book":
        config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
        names |= set(config["sphinx"]["config"]["extensions"])
    own = {"book", "linefit", "tests", *(path.stem for path in (BOOK / "_ext").glob("*.py"))}
    return {name for name in names if name.split(".")[0] not in own | sys.stdlib_module_names}


@pytest.mark.parametrize(("folder", "asked"), [("src", LIBRARY), ("book", BUILD), ("tests", ALL)])
def test_what_is_imported_is_declared(folder, asked):
    declared = {canonicalize_name(requirement.name) for requirement in asked}
    packages = packages_distributions()
    for module in imports(folder):
        owners = set(map(canonicalize_name, packages.get(module.split(".")[0], [])))
        if len(owners) > 1:  # such as sphinxcontrib.katex
            owners = {canonicalize_name("-".join(module.split(".")[:2]))}
        assert owners & declared, (
            f"{folder} imports {module}, which pyproject.toml does not declare"
        )
