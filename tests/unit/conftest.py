"""How properties are tested."""

import json
from pathlib import Path

from hypothesis import settings

# How long an example takes says nothing of the code on a machine that does other things too.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    """Run fast tests first where mutmut has timed them; most changes are noticed by one of them.

    Its fork server would run them in no order at all.
    """
    timed = Path("mutmut-stats.json")
    if timed.exists():
        seconds = json.loads(timed.read_text("utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0))
