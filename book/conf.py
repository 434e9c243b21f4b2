"""Build one language without Jupyter Book: ``sphinx-build -c book book/en OUT``.

Jupyter Book 1 holds Sphinx below 8. This hands the same settings to the newest Sphinx, and CI
compares the pages every week (`tests/tools/newest_pages.py`).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from book._tools.sources import CONFIG, read_yaml

config = read_yaml(CONFIG)
author = config.get("author", "")
# What Jupyter Book has names of its own for.
external_toc_exclude_missing = config["only_build_toc_files"]
myst_enable_extensions = config["parse"]["myst_enable_extensions"]
nb_execution_mode = config["execute"]["execute_notebooks"]
nb_execution_allow_errors = config["execute"]["allow_errors"]
nb_execution_raise_on_error = config["execute"]["raise_on_error"]
nb_execution_in_temp = config["execute"]["run_in_temp"]
nb_output_stderr = config["execute"]["stderr_output"]
globals().update(config["sphinx"]["config"])
# Jupyter Book's own has but settings of Jupyter Book.
extensions = [name for name in config["sphinx"]["config"]["extensions"] if name != "jupyter_book"]

# `make links`. A DOI stays; where it leads, publishers turn programs away.
linkcheck_ignore = [r"https://doi\.org/"]
linkcheck_anchors = False
linkcheck_retries = 3
linkcheck_timeout = 30  # seconds
