"""How properties are tested."""

import json
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says nothing of the code on a machine that does other things too.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="module")
def children_find_linefit():
    """Let the processes that tests start import linefit too, which is not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
        yield


@pytest.fixture(autouse=True, scope="module")
def nothing_is_remembered(request):
    """Forget what functions of a module keep: mutmut runs tests in forks of a process that has run
    them already, and what was computed there would hide every change.
    """
    for function in vars(request.module).values():
        if hasattr(function, "cache_clear"):
            function.cache_clear()


def pytest_collection_modifyitems(items):
    """Run fast tests first where mutmut has timed them; most changes are noticed by one of them.

    Its fork server would run them in no order at all.
    """
    timed = Path("mutmut-stats.json")
    if timed.exists():
        seconds = json.loads(timed.read_text("utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0))
