"""Chapters that cannot be run, or have not been."""

from tests.book.copies import HEADER
from tests.drills.drill import Append, Drill, First, Remove, Replace

EVERY = "book/*/01-chapter.md"
CELL = "line = simulate(n=5)\n"
CLAIM = """
```{code-cell}
:tags: [remove-cell]

assert False, "no longer true:\\n  top: A chapter"
```
"""
# By a warning that matplotlib logs.
LOST_FRAMES = """from matplotlib.animation import FuncAnimation
plt.rcParams["animation.embed_limit"] = 0.01
fig, ax = plt.subplots()
len(FuncAnimation(fig, lambda k: ax.plot([k]), frames=9).to_jshtml())"""


def line(name: str, code: str, *words: str, quick: bool = False) -> Drill:
    """Return a drill with a line more in the first cell, which has to be named."""
    fault = Replace(EVERY, CELL, f"{CELL}{code}\n")
    return Drill(name, (fault,), ("01-chapter.md:18: cell 1: ", *words), quick=quick)


DRILLS = [
    line(
        "a cell raises", "simulate(n=0)", "n: expected an integer of at least 1, got 0", quick=True
    ),
    line("a cell warns", "import warnings; warnings.warn('careful')", "careful", quick=True),
    line("a cell kills its kernel", "import os; os.kill(os.getpid(), 9)", "died"),
    line("an animation loses frames", LOST_FRAMES, "dropped"),
    Drill(
        "a cell takes too long",
        (
            First("book/_tools/execute.py", r"^TIMEOUT = \d+", "TIMEOUT = 2"),
            Replace(EVERY, CELL, f"{CELL}import time; time.sleep(20)\n"),
        ),
        ("01-chapter.md:18: cell 1: ", "timed out", "time.sleep(20)"),
        quick=True,
    ),
    Drill(
        "a later cell raises",
        (Replace(EVERY, "line.weights[1]", "line.weights[2]"),),
        ("01-chapter.md:33: cell 2: ", "IndexError"),
    ),
    Drill(
        "a chapter that stops and claims what is not true",
        (Replace(EVERY, CELL, f"{CELL}[][1]\n"), Append(EVERY, CLAIM)),
        (
            "01-chapter.md:18: cell 1: IndexError: list index out of range\n",
            "cell 3: no longer true:\n  top: A chapter\n",
        ),
        quick=True,
    ),
    Drill(
        "two chapters fail, and both are named",
        (
            Replace(EVERY, CELL, f"{CELL}1 / 0\n"),
            Replace(
                "book/*/index.md", "# Start\n", f"{HEADER}# Start\n\n```{{code-cell}}\n[][1]\n```\n"
            ),
        ),
        ("01-chapter.md:18: cell 1: ", "index.md:15: cell 1: ", "IndexError"),
    ),
    Drill(
        "a chapter without its header would not run",
        (Replace(EVERY, HEADER, ""),),
        ("01-chapter.md", "has code cells but no jupytext header"),
        quick=True,
    ),
    Drill(
        "a chapter is missing in one language",
        (Remove("book/ko/01-chapter.md"),),
        ("book/ko/01-chapter.md: not found",),
        quick=True,
    ),
    Drill(
        "no chapter is run",
        (Replace("_config.yml", "execute_notebooks: cache", 'execute_notebooks: "off"'),),
        ("01-chapter.md:25", "no cell with an output", "slope"),
    ),
]
