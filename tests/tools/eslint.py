"""Look in styles and scripts for what is too new for the browsers that the pages are for.

`eslint.config.mjs` names them, and what they may lack.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.book.source_pages import ROOT
from tests.tools import npm

CONFIG = Path(__file__).with_name("eslint.config.mjs")
OURS = ("book/theme", "src/linefit")


def check(*paths: str | Path) -> int:
    """Report what is too new; return the status of ESLint."""
    package = npm.get("eslint")
    # It finds its plugins beside itself.
    config = shutil.copy(CONFIG, package.parents[1])
    command = [npm.NODE, package / "bin" / "eslint.js", "--config", config, *paths]
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(check(*OURS))
