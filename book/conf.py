"""Build one language without Jupyter Book: ``sphinx-build -c book book/en OUT``.

Jupyter Book 1 holds Sphinx below 8. This hands the same settings to the newest Sphinx, and CI
compares the pages every week (`tests/tools/newest_pages.py`).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from book._tools.sources import CONFIG, read_yaml

config = read_yaml(CONFIG)
# What Jupyter Book has names of its own for.
external_toc_exclude_missing = config["only_build_toc_files"]
myst_enable_extensions = config["parse"]["myst_enable_extensions"]
nb_execution_mode = config["execute"]["execute_notebooks"]
nb_execution_allow_errors = config["execute"]["allow_errors"]
nb_execution_raise_on_error = config["execute"]["raise_on_error"]
nb_execution_in_temp = config["execute"]["run_in_temp"]
nb_output_stderr = config["execute"]["stderr_output"]
globals().update(config["sphinx"]["config"])
# Jupyter Book sets what these two know, always; there is nothing else that they do here.
extensions = [
    name
    for name in config["sphinx"]["config"]["extensions"]
    if name not in ("jupyter_book", "sphinx_comments")
]
