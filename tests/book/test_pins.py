"""What is imported is declared; what is declared, and all that it needs, is pinned."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires, version
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.book.source_pages import ROOT

FILES = ("requirements.txt", "tests/requirements.txt")
# pip installs the pins, and CUDA comes with the torch of PyPI alone.
UNPINNED = re.compile(r"pip$|nvidia-|cuda-|triton$")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LIBRARY = [*map(Requirement, PROJECT["dependencies"])]
BUILD = [*LIBRARY, *map(Requirement, PROJECT["optional-dependencies"]["book"])]
EBOOKS = [*BUILD, *map(Requirement, PROJECT["optional-dependencies"]["ebooks"])]
ALL = [*EBOOKS, *map(Requirement, PROJECT["optional-dependencies"]["test"])]
LINES = {file: re.findall(r"^[^#\n]+", (ROOT / file).read_text(), re.M) for file in FILES}
PINS = [Requirement(line) for file in FILES for line in LINES[file]]


def names(requirements):
    return [canonicalize_name(requirement.name) for requirement in requirements]


def test_every_pin_is_an_exact_version_and_the_only_one_of_its_package():
    assert [str(pin) for pin in PINS if not re.fullmatch(r"==[\w.]+", str(pin.specifier))] == []
    assert [name for name in names(PINS) if names(PINS).count(name) > 1] == []


@pytest.mark.parametrize(("files", "asked"), [(FILES[:1], BUILD), (FILES, ALL)])
def test_what_is_needed_is_pinned(files, asked):
    pinned = names(Requirement(line) for file in files for line in LINES[file])
    needed = asked + [Requirement(line) for name in pinned for line in requires(name) or []]
    here = [r for r in needed if not r.marker or r.marker.evaluate({"extra": ""})]
    missing = {name for name in names(here) if not UNPINNED.match(name)} - {*pinned}
    assert not missing, f"{' and '.join(files)}: pin {', '.join(missing)}"


def test_what_is_installed_is_what_is_pinned_within_the_ranges_and_fits_together():
    other = [str(asked) for asked in ALL + PINS if version(asked.name) not in asked.specifier]
    assert not other, f"not what is installed, so run make: {', '.join(other)}"
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize(
    ("folder", "asked"),
    [("src", LIBRARY), ("book", BUILD), ("book/_ebooks", EBOOKS), ("tests", ALL)],
)
def test_what_is_imported_is_declared(folder, asked):
    paths = {*(ROOT / folder).rglob("*.py")}
    if folder == "book":
        paths -= {*(ROOT / "book" / "_ebooks").rglob("*.py")}
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    sources = [node for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    modules |= {f"{node.module}.{alias.name}" for node in sources for alias in node.names}
    if folder == "book":
        config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
        modules |= set(config["sphinx"]["config"]["extensions"])
    packages = packages_distributions()
    for top, *rest in (module.split(".") for module in modules):
        if top not in {"book", "linefit", "tests"} | sys.stdlib_module_names:
            owners = {canonicalize_name(package) for package in packages.get(top, [])}
            if len(owners) > 1:  # as sphinxcontrib.katex
                owners = {f"{top}-{rest[0]}"}
            assert owners & {*names(asked)}, f"{folder} imports {top}, which is not declared"


def test_formulas_have_the_style_of_the_katex_that_draws_them():
    script = Path(find_spec("sphinxcontrib.katex").origin).with_name("katex.min.js")
    style = ROOT / "book" / "theme" / "static" / "katex" / "katex.min.css"
    (drawn,) = re.findall(r'version:"([\d.]+)"', script.read_text("utf-8"))
    (styled,) = re.findall(r'content:"([\d.]+)"', style.read_text("utf-8"))
    assert styled == drawn, f"{style}: of KaTeX {styled}, and formulas are drawn by {drawn}"
