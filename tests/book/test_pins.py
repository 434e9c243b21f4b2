"""The pins are one working set: complete, exact, and within every range that asks for them."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.book.pages import ROOT

LINES = [
    line
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
# `pip freeze`, which writes the pins, leaves out what installs packages.
INSTALLERS = {"pip", "setuptools", "wheel"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pins() -> dict[str, str]:
    """Return the version of every package."""
    return {canonicalize_name(name): pin for name, pin in (line.split("==") for line in LINES)}


def asked_for() -> list[tuple[str, Requirement]]:
    """Return every requirement that holds here, each after who has it."""
    extras = PROJECT["optional-dependencies"].values()
    asked = [*PROJECT["dependencies"], *(text for extra in extras for text in extra)]
    waiting = [("pyproject.toml", Requirement(text)) for text in asked]
    found = []
    seen = set()
    while waiting:
        asker, requirement = waiting.pop()
        found.append((asker, requirement))
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [
                    (name, further)
                    for further in map(Requirement, needs(name))
                    if further.marker is None or further.marker.evaluate({"extra": extra})
                ]
    return found


def needs(name: str) -> list[str]:
    """Return what an installed package asks for."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def test_every_line_pins_one_version():
    loose = [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)]
    assert not loose, f"requirements.txt: no exact versions: {loose}"


def test_every_package_is_pinned_once():
    names = [canonicalize_name(line.partition("==")[0]) for line in LINES]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"requirements.txt: pinned twice: {twice}"


def test_all_that_is_needed_is_pinned_within_its_range():
    known = pins()
    wrong = set()
    for asker, requirement in asked_for():
        name = canonicalize_name(requirement.name)
        pin = known.get(name)
        if pin is None and name not in INSTALLERS:
            wrong.add(f"{asker} needs {requirement}: no pin")
        elif pin and not requirement.specifier.contains(pin, prereleases=True):
            wrong.add(f"{asker} needs {requirement}: the pin is {name}=={pin}")
    assert not wrong, "requirements.txt:\n" + "\n".join(sorted(wrong))
