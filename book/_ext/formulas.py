"""Give KaTeX time to start, and warn of formulas that it cannot read.

It draws them in red and says nothing to Sphinx.
"""

import re
from html import unescape

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinxcontrib import katex

logger = logging.getLogger(__name__)


def check(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Look through a page that is about to be written."""
    for error in re.findall(r'class="katex-error" title="([^"]*)"', context.get("body", "")):
        logger.warning("formula: %s", unescape(error), location=pagename)


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at every page."""
    # A Unix socket is there an instant before anybody listens; only this start tries again.
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    # Seconds. Its own five are too few on a machine that is busy.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    app.connect("html-page-context", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
