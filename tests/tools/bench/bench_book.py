"""How long the bilingual book takes to build, next to the lecture's notebook as one plain page.

Both start cold, in turns in the same run: nothing executed, nothing built, the environment ready.
Run it with ``python -m tests.tools.bench.bench_book`` on a machine that does nothing else.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tests.book.copies import Copy
from tests.book.source_pages import ROOT

ROUNDS = 2
IMPORTS = """
import matplotlib.pyplot as plt
from IPython.display import HTML
from linefit import descend, simulate
from tests.tools.bench.baseline import jshtml
line = simulate()
"""
# What the lecture draws: eight animations, and a plot of the points with some line twelve times.
RATES = (0.001, 0.001, 0.0001, 0.0083, 0.0085, 0.01, 0.015, 0.0038)
PLOT = "plt.plot(line.x, line.y, 'o')\nplt.plot(line.x, 2.5 + 4 * line.x, '--')"
ANIMATION = "HTML(jshtml(line, descend(line.X, line.y, alpha={}, epochs=30), 30))"


def seconds(command: list[str], folder: Path) -> float:
    """Run `command` in `folder`, importing from this repository, and return how long it took."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    begin = time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    return time.perf_counter() - begin


def lecture_page(folder: Path) -> float:
    """Build the lecture's notebook as a Jupyter Book of one page, with its defaults."""
    sources = [IMPORTS, *[PLOT] * 12, *map(ANIMATION.format, RATES)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": kernel}
    )
    folder.mkdir()
    nbformat.write(notebook, folder / "lecture.ipynb")
    (folder / "_config.yml").write_text("execute: {execute_notebooks: force, timeout: 600}\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: lecture\n")
    jupyter_book = "from jupyter_book.cli.main import main; main()"
    return seconds([sys.executable, "-c", jupyter_book, "build", "."], folder)


def whole_book(folder: Path) -> tuple[float, float, float]:
    """Build a copy of the book cold, with another sentence, and once more; return the seconds."""
    Copy.of_sources(folder)
    build = [sys.executable, "-m", "book"]
    cold = seconds(build, folder)
    with (folder / "book" / "en" / "04-loss.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nA sentence more.\n")
    return cold, seconds(build, folder), seconds(build, folder)


def main() -> None:
    """Print the medians and their ratios."""
    lectures, colds, editeds, warms = [], [], [], []
    for k in range(ROUNDS):
        with TemporaryDirectory() as folder:
            lectures.append(lecture_page(Path(folder, "lecture")))
            cold, edited, warm = whole_book(Path(folder, "book"))
        colds.append(cold)
        editeds.append(edited)
        warms.append(warm)
        print(
            f"round {k + 1}: lecture {lectures[-1]:.1f} s, book {cold:.1f} s, "
            f"with another sentence {edited:.1f} s, again {warm:.1f} s"
        )
    lecture, cold, edited, warm = map(median, (lectures, colds, editeds, warms))
    print(f"\nThe lecture as one page, one language:  {lecture:6.1f} s")
    print(f"The book, cold, both languages:         {cold:6.1f} s, {cold / lecture:.2f} times that")
    print(f"The book with another sentence:         {edited:6.1f} s, {edited / cold:.2f} of that")
    print(f"The book again, nothing changed:        {warm:6.1f} s, {warm / cold:.2f} of that")


if __name__ == "__main__":
    main()
