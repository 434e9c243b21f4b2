"""The programs that make the environment, build, serve and publish the book."""

import sys
from types import TracebackType


def without_interrupts(
    kind: "type[BaseException]", error: BaseException, traceback: "TracebackType | None"
) -> None:
    """Say nothing of Ctrl-C: who pressed it knows where the program was told to stop."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)


# Before anything else is imported, which takes seconds.
sys.excepthook = without_interrupts
