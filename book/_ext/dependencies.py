"""A page is made of what lies in `book` and `src` alone: a change elsewhere would go unnoticed."""

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from book._tools.sources import BOOK, ROOT

logger = logging.getLogger(__name__)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of every file from elsewhere that a page shows or includes."""
    # Pictures that cells have drawn lie beside the pages that are made.
    known = (BOOK, ROOT / "src", Path(app.outdir).parent)
    for page, paths in env.dependencies.items():
        # What is linked within the book is part of it, wherever it lies.
        plain = {Path(os.path.normpath(Path(app.srcdir, path))) for path in paths}
        for path in sorted(plain):
            if not any(path.is_relative_to(folder) for folder in known):
                logger.warning(
                    "%s: lies outside of book and src, where a change would not be noticed; "
                    "copy it to book",
                    path,
                    location=page,
                )


def setup(app: Sphinx) -> None:
    """Check when all pages are read."""
    app.connect("env-check-consistency", check)
