"""Run the chapters' cells in one process, without kernels and Sphinx: some seconds for all.

``python -m tests.tools.cells`` prints a line for each cell that raises; the others run on.
"""

import re
import warnings
from contextlib import chdir, redirect_stdout
from io import StringIO
from tempfile import TemporaryDirectory

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.animation import Animation

from linefit.playback import Film
from tests.book.source_pages import NAMES, Page


def run(page: Page) -> dict[int, Exception]:
    """Run all cells of a page, and return what those raised that did, by number."""
    names: dict[str, object] = {"__name__": "__main__"}
    raised = {}
    with TemporaryDirectory() as folder, chdir(folder), matplotlib.rc_context():
        for number, cell in enumerate(page.cells, 1):
            lines = cell.splitlines()[1:-1]
            code = "\n".join(line for line in lines if not re.match(r":\w+:", line))
            try:
                with redirect_stdout(StringIO()):
                    exec(compile(code, f"{page}: cell {number}", "exec"), names)
            except Exception as error:
                raised[number] = error
        plt.close("all")
    return raised


def main() -> None:
    matplotlib.use("agg")
    warnings.simplefilter("ignore")
    # What an animation shows is not asked here, and drawing it would take half of the time.
    Animation.to_jshtml = Film.to_html = lambda self: "<html>"
    for name in NAMES:
        page = Page("en", name)
        for number, error in run(page).items():
            print(f"{page}: cell {number}: {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
