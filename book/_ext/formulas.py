"""Warn of formulas that KaTeX cannot read: it draws them in red and says nothing to Sphinx."""

import re
from html import unescape

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def check(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Look through a page that is about to be written."""
    for error in re.findall(r'class="katex-error" title="([^"]*)"', context.get("body", "")):
        logger.warning("formula: %s", unescape(error), location=pagename)


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at every page."""
    app.connect("html-page-context", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
