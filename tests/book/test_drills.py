"""Drills do not rot: every fault that is an edit still finds what it edits, every test is there."""

import pytest

from tests.book.copies import Copy
from tests.book.source_pages import ROOT
from tests.drills.drill import Edit, Remove, find
from tests.drills.layers import LAYERS


def edits(drill):
    """Return the faults of a drill that need nothing built."""
    faults = [fault for fault in drill.faults if isinstance(fault, Edit | Remove)]
    return [fault for fault in faults if not fault.files.startswith("_build/")]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_fault_can_still_be_put_in(layer, tmp_path):
    copy = Copy.of_small_book(tmp_path) if layer.small else Copy.of_sources(tmp_path)
    for drill in layer.drills:
        before = {}
        for fault in edits(drill):
            for path in find(copy, fault.files):
                before.setdefault(path, path.read_bytes())
            texts = {path: path.read_bytes() for path in find(copy, fault.files)}
            fault(copy)
            same = [path for path in texts if path.exists() and path.read_bytes() == texts[path]]
            assert not same, f"{drill.name}: {fault} changes nothing"
        for path, content in before.items():
            path.write_bytes(content)


@pytest.mark.parametrize("small", [True, False], ids=["small book", "whole book"])
def test_every_test_of_a_drill_is_there(small, tmp_path):
    # Tests are named after the pages of the book that they lie in.
    copy = Copy.of_small_book(tmp_path) if small else Copy(ROOT)
    drills = [drill for layer in LAYERS if layer.small == small for drill in layer.drills]
    files = {test.partition("::")[0] for drill in drills for test in drill.tests}
    there = [file for file in sorted(files) if (copy.root / file).exists()]
    found = copy.run("-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *there)
    assert found.returncode == 0, found.stdout + found.stderr
    # A drill may also name a file, or a test without its parameters.
    names = {
        name
        for test in found.stdout.splitlines()
        for name in (test, test.partition("[")[0], test.partition("::")[0])
    }
    named = [(drill.name, test) for drill in drills for test in drill.tests]
    lost = [f"{name}: there is no {test}" for name, test in named if test not in names]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_drills_have_names_of_their_own_and_something_to_listen_for(layer):
    names = [drill.name for drill in layer.drills]
    assert len(set(names)) == len(names)
    assert all(drill.faults for drill in layer.drills)
    deaf = [drill.name for drill in layer.drills if not drill.words]
    # Of a build that recovers the pages are compared.
    assert not deaf or layer.name == "recovery"
